"""What a service answers for beside its records: which answers are asked for, and what stands behind them."""

from careplan.governance.rules.questions import Half, above_the_whole, misfit, returns_asked
