"""The only places that change anything: taking in, carrying out, arranging."""
