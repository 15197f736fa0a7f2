package sigillo.scrub;

/**
 * What the disk has changed. {@code place}: an account or another part of the store. {@code kind}: of rows or blobs.
 * {@code repaired}: it was put back from another copy; else it cannot be read any more. {@code count}: how often
 * reading came upon it; one bad block of the disk may hold many rows.
 */
public record Damage(String place, String kind, boolean repaired, long count) {
    boolean isOfSame(Damage other) { return place.equals(other.place) && kind.equals(other.kind); }

    Damage onceMore() { return new Damage(place, kind, repaired, count + 1); }

    @Override public String toString() {
        return place + ": " + kind + (repaired ? ", put back" : "") + (count > 1 ? " (" + count + " times)" : "");
    }
}
