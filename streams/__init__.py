"""Side-streams, waste heat, gas emissions and deposits."""
