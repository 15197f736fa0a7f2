package sigillo.sieve;

/** Where in a script something stands. {@code line} and {@code column} begin at 1; columns are characters. */
public record Place(int line, int column) {
    static final Place START = new Place(1, 1);

    @Override public String toString() { return "line " + line + ", column " + column; }
}
