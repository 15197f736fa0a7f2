package sigillo.bench;

/** What a row is to reach: by its ratio to the other contender, or by itself. */
sealed interface Mark {
    /** What the table says of it. */
    String text();

    /** {@code ratio} of ours to theirs, not a number when there are no others. */
    boolean isMet(double ours, double ratio);

    record RatioAtLeast(double times) implements Mark {
        @Override public String text() { return "at least " + Figures.text(times) + " times"; }

        @Override public boolean isMet(double ours, double ratio) { return ratio >= times; }
    }

    record RatioAtMost(double times) implements Mark {
        @Override public String text() { return "at most " + Figures.text(times) + " times"; }

        @Override public boolean isMet(double ours, double ratio) { return ratio <= times; }
    }

    record AtMost(double value) implements Mark {
        @Override public String text() { return "at most " + Figures.text(value); }

        @Override public boolean isMet(double ours, double ratio) { return ours <= value; }
    }
}
