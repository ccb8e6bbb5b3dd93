"""What is wrong with a folder of articles, found before a shopper does."""
