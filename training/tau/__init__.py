"""tau-bench retail (Sierra, MIT): its shop in our tables, and its tasks done through our functions, for measuring."""
