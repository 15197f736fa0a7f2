package sigillo.scrub;

/**
 * What cannot be read any more. {@code place}: an account or another part of the store. {@code kind}: of rows or blobs.
 * {@code count}: how often reading came upon it; one bad block of the disk may hold many rows.
 */
public record Damage(String place, String kind, long count) {
    boolean isOfSame(Damage other) { return place.equals(other.place) && kind.equals(other.kind); }

    @Override public String toString() { return place + ": " + kind + (count > 1 ? " (" + count + " times)" : ""); }
}
