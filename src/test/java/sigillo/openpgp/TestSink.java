package sigillo.openpgp;

import java.io.ByteArrayOutputStream;

/** Holds content, and remembers what became of it. */
final class TestSink implements Sink {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private int releases;
    private int discards;

    @Override public void write(byte[] from, int offset, int count) { content.write(from, offset, count); }

    @Override public void release() { releases++; }

    @Override public void discard() { discards++; }

    /** What was released; fails when it was not, once. */
    byte[] released() {
        if (releases != 1 || discards != 0) throw new AssertionError(releases + " releases, " + discards + " discards");
        return content.toByteArray();
    }

    boolean isDiscarded() { return releases == 0 && discards == 1; }
}
