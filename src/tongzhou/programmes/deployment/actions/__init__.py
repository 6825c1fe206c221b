"""The only place where deployment changes anything: taking in, sending, placing, asking, planning, arriving."""
