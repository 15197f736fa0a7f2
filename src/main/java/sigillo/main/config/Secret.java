package sigillo.main.config;

/** A password of ours at someone else's: never printed. */
public record Secret(String value) {
    @Override public String toString() { return "(secret)"; }
}
