package sigillo.main.demo;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import sigillo.main.practice.RehearsalMail;

/**
 * What mail programs do with a large mailbox: they come, list it, read, search and mark it, several times. Often enough that
 * the JVM compiles all of it by its best compiler, so that a later start does so at the first time.
 */
final class RehearsalReading {
    private static final int ROUNDS = 5;
    private static final int MARKED_ALONE = 80;
    private static final int APPENDED = 1_500;
    private static final int APPENDED_AT_ONCE = 100;
    private static final int TIMEOUT_MS = 30_000;
    private static final String DATES = "UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE";

    private final InetSocketAddress door;
    private final DemoFacts.Account reader;

    RehearsalReading(InetSocketAddress door, DemoFacts.Account reader) {
        this.door = door;
        this.reader = reader;
    }

    /** Throws {@link IOException} when a command is refused. */
    void play() throws IOException {
        fill();
        for (int round = 0; round < ROUNDS; round++) {
            try (var talk = new Talk()) {
                for (var command : commands()) talk.command(command);
                talk.command("LOGOUT");
            }
        }
    }

    private static List<String> commands() {
        var commands = new ArrayList<>(List.of("LIST \"\" *", "STATUS INBOX (MESSAGES UNSEEN)", "SELECT INBOX",
            "FETCH 1:* (FLAGS UID)", "FETCH 1:* (UID FLAGS)", "FETCH 1:* (ENVELOPE)", "FETCH 1:* (" + DATES + ")",
            "FETCH 1:* (BODY.PEEK[])", "SEARCH TEXT nowhere", "SEARCH SUBJECT nowhere", "SEARCH FROM nobody", "SEARCH SINCE 1-Jan-2021 UNSEEN",
            "STORE 1:* +FLAGS.SILENT (\\Flagged)", "STORE 1:* -FLAGS.SILENT (\\Flagged)"));
        for (int i = 1; i <= MARKED_ALONE; i++) {
            commands.add("STORE " + i + (i % 2 == 0 ? " -" : " +") + "FLAGS (\\Seen)");
            commands.add("FETCH " + i + " (BODY.PEEK[])");
            if (i % 10 == 0) commands.add("FETCH " + i + ":" + (i + 49) + " (" + DATES + ")");
        }
        for (int i = 0; i < MARKED_ALONE / 5; i++) commands.add("SELECT INBOX");
        return commands;
    }

    /** Puts mail into the inbox, as programs do that bring it from elsewhere. */
    private void fill() throws IOException {
        try (var talk = new Talk()) {
            for (int i = 0; i < APPENDED; i += APPENDED_AT_ONCE) talk.command(appending(i));
            talk.command("LOGOUT");
        }
    }

    private static String appending(int first) {
        var command = new StringBuilder("APPEND INBOX");
        for (int i = first; i < first + APPENDED_AT_ONCE; i++) {
            var mail = RehearsalMail.message(i);
            command.append(" {").append(mail.length()).append("+}\r\n").append(mail);
        }
        return command.toString();
    }

    /** A connection that has signed in. */
    private final class Talk implements AutoCloseable {
        private static final String TAG = "rehearsed";
        private final Socket socket = new Socket();
        private final byte[] buffer = new byte[1 << 16];

        Talk() throws IOException {
            socket.connect(door);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.setTcpNoDelay(true);
            if (socket.getInputStream().read(buffer) < 0) throw new EOFException("no greeting");
            command("LOGIN " + reader.address() + " \"" + reader.password() + "\"");
        }

        void command(String command) throws IOException {
            socket.getOutputStream().write((TAG + " " + command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            var end = new ByteArrayOutputStream();
            for (var last = ""; !last.startsWith(TAG) || !last.endsWith("\r\n"); last = lastLine(end)) {
                int n = socket.getInputStream().read(buffer);
                if (n < 0) throw new EOFException("the connection ended in " + command);
                if (n >= 1_000) end.reset();
                end.write(buffer, Math.max(0, n - 1_000), Math.min(n, 1_000));
            }
            if (!lastLine(end).startsWith(TAG + " OK")) throw new IOException(lastLine(end));
        }

        @Override public void close() throws IOException { socket.close(); }
    }

    private static String lastLine(ByteArrayOutputStream octets) {
        var text = octets.toString(StandardCharsets.ISO_8859_1);
        return text.substring(text.lastIndexOf('\n', text.length() - 2) + 1);
    }
}
