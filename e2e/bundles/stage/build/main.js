built file
