"""Making a suggestion, making and looking again at a finding, drawing and checking records."""
