"""The only place where isolations change, by what is done: ordering, reporting, refusing, housing, ending."""
