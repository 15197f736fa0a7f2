package sigillo.spool;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A long message in a file, AES-256 in counter mode under a key used for nothing else, so that it can be read at any
 * place (NIST SP 800-38A section 6.5). Nobody can change it unnoticed but who could change our memory too, hence no
 * authentication. Written by one thread, then read by any.
 */
final class SpoolFile implements Spooled {
    private static final System.Logger LOG = System.getLogger(SpoolFile.class.getName());
    private static final int BLOCK_OCTETS = 16;
    private static final int BUFFER_OCTETS = 16 * 1024;

    private final Spool spool;
    private final Path path;
    private final SecretKeySpec key;
    private final FileChannel channel;
    private Cipher writing;
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_OCTETS);
    private long length;
    private long onDisk;
    private volatile boolean closed;

    SpoolFile(Spool spool, Path path, byte[] key) throws IOException {
        this.spool = spool;
        this.path = path;
        this.key = new SecretKeySpec(key, "AES");
        this.writing = cipherAt(0);
        try {
            var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
            this.channel = FileChannel.open(path, options, mine);
        } catch (IOException failed) {
            throw explained(failed);
        }
    }

    @Override public long length() { return length; }

    void write(byte[] from, int offset, int count) throws IOException {
        for (int done = 0; done < count; ) {
            if (!buffer.hasRemaining()) flush();
            int n = Math.min(count - done, buffer.remaining());
            encrypt(from, offset + done, n);
            length += n;
            done += n;
        }
    }

    private void encrypt(byte[] from, int offset, int count) {
        try {
            int n = writing.update(from, offset, count, buffer.array(), buffer.position());
            buffer.position(buffer.position() + n);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Hands everything to the file; nothing must survive a crash, so nothing is synced. */
    void flush() throws IOException {
        int count = buffer.position();
        if (!spool.takeDisk(count)) throw new SpoolFull("the spool holds as much as it may", null);
        onDisk += count;
        buffer.flip();
        try {
            while (buffer.hasRemaining()) channel.write(buffer);
        } catch (IOException failed) {
            throw explained(failed);
        }
        buffer.clear();
    }

    void finish() throws IOException {
        flush();
        buffer = null;
        writing = null;
    }

    private IOException explained(IOException failed) {
        var message = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
        boolean isFull = message.contains("no space left") || message.contains("quota exceeded");
        return isFull ? new SpoolFull("no space left for the spool", failed) : failed;
    }

    @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
        if (closed) throw new IOException("the message is closed");
        int n = Math.clamp(length - position, 0, count);
        if (n == 0) return 0;
        var target = ByteBuffer.wrap(into, offset, n);
        while (target.hasRemaining()) {
            int got = channel.read(target, position + n - target.remaining());
            if (got < 0) throw new IOException("the spool file was cut off");
        }
        decrypt(position, into, offset, n);
        return n;
    }

    private void decrypt(long position, byte[] octets, int offset, int count) {
        var cipher = cipherAt(position / BLOCK_OCTETS);
        try {
            cipher.update(new byte[(int) (position % BLOCK_OCTETS)]);
            cipher.update(octets, offset, count, octets, offset);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Cipher cipherAt(long block) {
        try {
            var cipher = Cipher.getInstance("AES/CTR/NoPadding");
            var counter = ByteBuffer.allocate(BLOCK_OCTETS).putLong(8, block).array();
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter));
            return cipher;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES", impossible);
        }
    }

    @Override public synchronized void close() {
        if (closed) return;
        closed = true;
        spool.giveDisk(onDisk);
        try (channel) {
            Files.deleteIfExists(path);
        } catch (IOException stays) {
            LOG.log(Level.WARNING, "a spool file stays until the next start: " + stays.getMessage());
        }
    }
}
