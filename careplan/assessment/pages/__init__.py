"""What the pages say: `words`, `sections` of an open assessment, the `finished` one."""
