"""Words of nb, nn and sv: tokens, inflections, stems, spellings, what is small or everyday."""
