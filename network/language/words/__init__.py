"""Words of nb, nn and sv: tokens, stems, spelling keys, inflections, compounds."""
