"""The lawyers' floor: cases in OpenFisca's YAML form, checked before they run and compared to the tiyn."""
