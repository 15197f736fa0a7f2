package sigillo.archive;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.spool.Spool;

/**
 * Mail in a file that is on its way: an mbox, a message, or a zip of both, whose folders are mailboxes. It is read once, from its
 * beginning to its end, so that nothing of it lies anywhere; only a message at a time does, encrypted. Other files in a zip are
 * passed over, and what was packed to much less than mail can be is not unpacked.
 */
final class Streamed implements Archive {
    /**
     * Of a message: services take at most 150 MB. What comes behind is not written down, so that nobody fills the spool, where mail
     * of all comes by; it is then longer than this.
     */
    static final long MESSAGE_OCTETS_MAX = 160L << 20;
    private static final int BEGIN_OCTETS = 1_000;
    /** Files in a zip: as many as there are messages in a large account. */
    static final int FILES_MAX = 2_000_000;
    /** Mail is packed to a third or a tenth; that of a machine, to a fiftieth. */
    static final int TIMES_MAX = 200;
    private static final int ALWAYS_OCTETS = 100 << 20;
    private static final int NAME_CHARACTERS_MAX = 1_000;
    private static final int UNREAD_MAX = 10;
    /** Each is a layer of streams: beyond, the whole is taken as broken. */
    private static final int DAMAGED_MAX = 20;

    private final InputStream in;
    private final String name;
    private final Spool spool;
    private final long octetsMax;
    /** Of the file in a zip that is being read. */
    private String inside = "";
    private final List<String> unread = new ArrayList<>();
    private final List<String> damaged = new ArrayList<>();

    /** {@code name}: of the file. {@code octetsMax}: of a message. */
    Streamed(InputStream in, String name, Spool spool, long octetsMax) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.name = name.replaceFirst(".*[/\\\\]", "");
        this.spool = spool;
        this.octetsMax = octetsMax;
    }

    long octetsMax() { return octetsMax; }

    /** Files in a zip that are called as mbox files are and are none, by their paths; the first of them. */
    List<String> unread() { return List.copyOf(unread); }

    /** Files in a zip that are damaged, and were read as far as they could be. */
    List<String> damaged() { return List.copyOf(damaged); }

    @Override public void each(Visitor visitor) throws IOException {
        var begin = begin(in);
        if (begin.length >= 4 && begin[0] == 'P' && begin[1] == 'K' && begin[2] == 3 && begin[3] == 4) unpack(visitor);
        else if (!one(in, begin, "", name, visitor)) throw new IOException(name + " is neither an mbox (which begins with a From line) nor a message (.eml) nor a zip file");
        // the list of a zip's files, or what is too long: whoever sends it hears nothing before its end
        in.transferTo(OutputStream.nullOutputStream());
    }

    private static byte[] begin(InputStream in) throws IOException {
        in.mark(BEGIN_OCTETS);
        var begin = in.readNBytes(BEGIN_OCTETS);
        in.reset();
        return begin;
    }

    /** {@code folder}: the mailbox above; empty where there is none. False for what is no mail. */
    private boolean one(InputStream from, byte[] begin, String folder, String file, Visitor visitor) throws IOException {
        if (file.toLowerCase(Locale.ROOT).endsWith(".eml")) {
            single(from, folder.isEmpty() ? "INBOX" : folder, visitor);
            return true;
        }
        if (!MboxReader.isOne(begin)) return false;
        var bare = Trees.bare(file, ".mbox", ".mbx");
        var mailbox = bare.equals("mbox") && !folder.isEmpty() ? folder : Trees.join(folder, bare);
        boolean isInbox = mailbox.equalsIgnoreCase("inbox") || mailbox.equals("mbox");
        new MboxReader(() -> open(from), name, isInbox ? "INBOX" : mailbox, spool, octetsMax).each(visitor);
        return true;
    }

    private void single(InputStream from, String mailbox, Visitor visitor) throws IOException {
        try (var content = LineEnds.read(from, spool, octetsMax)) {
            var header = HeaderSection.read(content, MessageLimits.DEFAULT).header();
            visitor.visit(new ArchivedMail(content, List.of(mailbox), Set.of(), false, MailMarks.came(header)));
        }
    }

    /** More follows behind it. */
    private static InputStream open(InputStream from) {
        return new FilterInputStream(from) {
            @Override public void close() {}
        };
    }

    /** Throws {@link DamagedArchive} where it is not as a zip is; what the visitor throws passes. */
    private void unpack(Visitor visitor) throws IOException {
        try {
            zip(visitor);
        } catch (ZipException | EOFException | IllegalArgumentException broken) { // the last one of names that are no text
            throw new DamagedArchive(name, inside, broken);
        }
    }

    private void zip(Visitor visitor) throws IOException {
        var packed = new Counted(in);
        var zip = new Entries(packed);
        var unpacked = new Bounded(zip, packed);
        int files = 0;
        for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
            if (++files > FILES_MAX) throw new IOException(name + " has more than " + FILES_MAX + " files");
            try {
                file(entry, unpacked, visitor);
            } catch (ZipException spoilt) {
                if (damaged.size() == DAMAGED_MAX) throw spoilt;
                damaged.add(inside);
                zip = zip.behind();
                unpacked.goOn(zip);
            }
        }
    }

    private void file(ZipEntry entry, Bounded unpacked, Visitor visitor) throws IOException {
        var path = entry.getName().replace('\\', '/');
        inside = path.substring(0, Math.min(path.length(), NAME_CHARACTERS_MAX));
        var file = new BufferedInputStream(open(unpacked), 1 << 16);
        boolean isPassedOver = entry.isDirectory() || path.length() > NAME_CHARACTERS_MAX;
        boolean isMail = !isPassedOver
            && one(file, begin(file), folder(path), path.substring(path.lastIndexOf('/') + 1), visitor);
        if (!isPassedOver && !isMail && isCalledMbox(path) && unread.size() < UNREAD_MAX) unread.add(path);
        file.transferTo(OutputStream.nullOutputStream()); // counted, as what is read
    }

    /**
     * Files of a zip, one after the other, also behind one that is damaged. Damage that makes a file look longer than
     * it is may take the one behind it: where a file ends is not said before it.
     */
    private static final class Entries extends ZipInputStream {
        private static final byte[] HEADER = {'P', 'K', 3, 4};

        Entries(InputStream packed) { super(packed); }

        /** From the next thing on that looks as a file begins; that it was none is found by its being damaged. */
        Entries behind() throws IOException {
            // where a file came to its end, and is not what it should be, the JDK has given back what is behind it
            int ahead = inf.finished() ? 0 : inf.getRemaining();
            if (ahead > 0) ((PushbackInputStream) in).unread(buf, len - ahead, ahead);
            int found = 0;
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                if (octet == HEADER[found]) found++;
                else found = octet == HEADER[0] ? 1 : 0;
                if (found == HEADER.length) break;
            }
            var header = new ByteArrayInputStream(HEADER, 0, found == HEADER.length ? found : 0);
            return new Entries(new SequenceInputStream(header, open(in)));
        }
    }

    private static boolean isCalledMbox(String path) { return path.toLowerCase(Locale.ROOT).matches("(?s).*\\.mbo?x"); }

    /** Of Thunderbird's and macOS's folders as of others; nothing of it is a place on a disk. */
    private static String folder(String path) {
        var folder = new StringBuilder();
        var parts = path.split("/");
        for (int i = 0; i < parts.length - 1; i++) {
            var part = Trees.bare(parts[i], ".sbd", ".mbox");
            if (part.isBlank() || part.equals(".") || part.equals("..")) continue;
            folder.append(folder.isEmpty() ? "" : "/").append(part);
        }
        return folder.toString();
    }

    /** What has come. */
    private static final class Counted extends FilterInputStream {
        private long octets;

        Counted(InputStream in) { super(in); }

        @Override public int read() throws IOException {
            int octet = super.read();
            if (octet >= 0) octets++;
            return octet;
        }

        @Override public int read(byte[] into, int offset, int count) throws IOException {
            int n = super.read(into, offset, count);
            if (n > 0) octets += n;
            return n;
        }
    }

    /** What was packed, as long as it is not too much of too little. */
    private final class Bounded extends FilterInputStream {
        private final Counted packed;
        private long octets;

        Bounded(ZipInputStream zip, Counted packed) {
            super(zip);
            this.packed = packed;
        }

        /** The count goes on. */
        void goOn(ZipInputStream from) { in = from; }

        @Override public int read() throws IOException { return count(super.read(), 1); }

        @Override public int read(byte[] into, int offset, int count) throws IOException {
            int n = super.read(into, offset, count);
            return count(n, n);
        }

        private int count(int answer, int more) throws IOException {
            if (answer >= 0) octets += more;
            if (octets > ALWAYS_OCTETS && octets / TIMES_MAX > packed.octets) throw new IOException(name + " is packed to less than mail can be: it is not unpacked");
            return answer;
        }
    }
}
