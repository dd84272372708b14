"""Files made of a report: CSV with its Table Schema, a workbook, the printed report and its PDF."""
