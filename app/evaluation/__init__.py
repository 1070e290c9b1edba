"""How good a model is, and where it errs: confusion, misread images, thresholds, calibration."""
