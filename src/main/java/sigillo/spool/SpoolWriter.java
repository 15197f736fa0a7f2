package sigillo.spool;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Receives one message: in memory first, in a file from the moment when it is too long or memory is scarce. One thread.
 * Closing it without {@link #finish} drops what was written; after an exception only closing makes sense.
 */
public final class SpoolWriter implements Closeable {
    private static final int FIRST_OCTETS = 8 * 1024;

    private final Spool spool;
    private final int memoryMax;
    private byte[] memory = {};
    private int inMemory;
    private SpoolFile file;
    private boolean finished;

    SpoolWriter(Spool spool, int memoryMax) {
        this.spool = spool;
        this.memoryMax = memoryMax;
    }

    /** So far, in octets. */
    public long length() { return file != null ? file.length() : inMemory; }

    /** Throws {@link SpoolFull} when there is no room, and another {@link IOException} when the disk fails. */
    public void write(byte[] from, int offset, int count) throws IOException {
        if (file == null && !hasRoom(inMemory + (long) count)) spill();
        if (file != null) {
            file.write(from, offset, count);
            return;
        }
        System.arraycopy(from, offset, memory, inMemory, count);
        inMemory += count;
    }

    /** The same for who writes to a stream; flushing and closing it does nothing. */
    public OutputStream stream() {
        return new OutputStream() {
            @Override public void write(int octet) throws IOException {
                SpoolWriter.this.write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override public void write(byte[] from, int offset, int count) throws IOException {
                SpoolWriter.this.write(from, offset, count);
            }
        };
    }

    private boolean hasRoom(long wanted) {
        if (wanted <= memory.length) return true;
        if (wanted > memoryMax) return false;
        long doubled = Math.max(Math.max(wanted, memory.length * 2L), FIRST_OCTETS);
        int larger = (int) Math.min(doubled, memoryMax);
        if (!spool.takeMemory(larger - memory.length)) return false;
        memory = Arrays.copyOf(memory, larger);
        return true;
    }

    private void spill() throws IOException {
        file = spool.file();
        file.write(memory, 0, inMemory);
        dropMemory();
    }

    private void dropMemory() {
        Arrays.fill(memory, 0, inMemory, (byte) 0);
        spool.giveMemory(memory.length);
        memory = new byte[0];
        inMemory = 0;
    }

    /** The message, whole; it is now the caller's to close. */
    public Spooled finish() throws IOException {
        if (finished) throw new IllegalStateException("finished already");
        if (file != null) file.finish();
        finished = true;
        return file != null ? file : new SpooledInMemory(spool, memory, inMemory);
    }

    @Override public void close() {
        if (finished) return;
        finished = true;
        if (file != null) file.close();
        else dropMemory();
    }
}
