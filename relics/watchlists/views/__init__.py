"""The pages of the lists, the candidates and the freezes, and the files behind them."""
