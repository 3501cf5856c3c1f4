"""What was typed to a plan: lexer, parser, expansion of terms, compiler, relaxation."""
