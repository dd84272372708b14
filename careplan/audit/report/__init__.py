"""The report as people read it: figures, lists behind them, worklist, pictures and papers."""
