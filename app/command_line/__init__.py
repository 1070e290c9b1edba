"""The commands of `logitlab`; none of them loads Qt."""
