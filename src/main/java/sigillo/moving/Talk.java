package sigillo.moving;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import sigillo.base.Printable;
import sigillo.imap.FrameLimits;
import sigillo.imap.Piece;
import sigillo.imap.Response;
import sigillo.imap.Response.Condition;
import sigillo.imap.ResponseFramer;
import sigillo.imap.ResponseParser;
import sigillo.net.ClientTls;
import sigillo.net.Wire;
import sigillo.spool.Spool;
import sigillo.spool.SpoolFull;
import sigillo.spool.Spooled;

/** A conversation with a source, as its client. Several commands may be on their way. One thread. */
final class Talk implements AutoCloseable {
    private static final int BUFFER_OCTETS = 16 << 10;

    private final Wire wire;
    private final Patience patience;
    private final Spool spool;
    private final byte[] buffer = new byte[BUFFER_OCTETS];
    private ResponseFramer framer = new ResponseFramer(FrameLimits.SERVER);
    private int tags;
    private Optional<Set<String>> capabilities = Optional.empty();
    /** Commands that ended while others were waited for. */
    private final Map<String, Condition> ended = new HashMap<>();

    /** Hears what is untagged. {@code message}: of a {@link Response.Fetched}; closed when this returns. */
    interface Listener {
        void hear(Response response, Optional<Spooled> message) throws IOException;
    }

    private record Heard(Response response, Optional<Spooled> message) implements AutoCloseable {
        @Override public void close() { message.ifPresent(Spooled::close); }
    }

    Talk(Wire wire, Patience patience, Spool spool) {
        this.wire = wire;
        this.patience = patience;
        this.spool = spool;
    }

    /** Throws when it is none. */
    Condition greeting() throws IOException {
        try (var heard = read()) {
            if (!(heard.response() instanceof Condition greeting)) throw new Hopeless("what answers there speaks no IMAP");
            learn(greeting);
            if (greeting.kind() == Condition.Kind.BYE) throw new IOException("it has no time for us: " + Printable.of(greeting.text()));
            return greeting;
        }
    }

    /** RFC 9051 section 6.2.1: what was said in clear is forgotten. */
    void startTls(ClientTls tls, String host) throws IOException {
        var answer = command("STARTTLS");
        if (!answer.isOk()) throw new Hopeless("it does not begin TLS: " + told(answer));
        if (!ended.isEmpty() || wire.input().hasRemaining()) throw new Hopeless("it answers in clear what nobody asked, before TLS");
        wire.startTls(tls, host, patience.answer());
        framer = new ResponseFramer(FrameLimits.SERVER);
        capabilities = Optional.empty();
    }

    /** In upper case. */
    Set<String> capabilities() throws IOException {
        if (capabilities.isEmpty()) command("CAPABILITY");
        return capabilities.orElse(Set.of());
    }

    /** RFC 9051 section 6.2: signing in may change them. */
    void forgetCapabilities() { capabilities = Optional.empty(); }

    /** Its tag. {@code command}: one character per octet. */
    String send(String command) throws IOException {
        var tag = "s" + ++tags;
        say(tag + " " + command);
        return tag;
    }

    private void say(String line) throws IOException { wire.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1)); }

    Condition command(String command) throws IOException { return await(send(command), (_, _) -> { }); }

    /** What ends the command. */
    Condition await(String tag, Listener listener) throws IOException { return await(tag, listener, _ -> ""); }

    /** {@code answers}: to what the source asks for in the middle of the command; empty where we have nothing to say. */
    Condition await(String tag, Listener listener, Function<String, String> answers) throws IOException {
        int asked = 0;
        long end = System.nanoTime() + patience.answer().multipliedBy(MovingLimits.ANSWERS_WAITED).toNanos();
        while (!ended.containsKey(tag)) {
            if (System.nanoTime() - end > 0) throw new Hopeless("it talks on and on and does not answer");
            long began = System.nanoTime();
            try (var heard = read()) {
                if (heard.message().isPresent()) end += System.nanoTime() - began; // its pace was seen to
                if (heard.response() instanceof Response.Fetched || heard.response() instanceof Response.Listed) end += MovingLimits.EACH_TOLD.toNanos();
                switch (heard.response()) {
                    case Condition condition -> condition(condition, listener);
                    case Response.Capabilities(var names) -> capabilities = Optional.of(names);
                    case Response.Proceed(var text) -> {
                        if (++asked > MovingLimits.CHALLENGES_MAX) throw new Hopeless("it asks again and again");
                        say(answers.apply(text));
                    }
                    default -> listener.hear(heard.response(), heard.message());
                }
            }
        }
        return ended.remove(tag);
    }

    private void condition(Condition condition, Listener listener) throws IOException {
        learn(condition);
        if (!condition.tag().equals(Response.UNTAGGED)) {
            if (ended.size() > MovingLimits.FETCHES_AT_ONCE) throw new IOException("it ends commands that nobody gave");
            ended.put(condition.tag(), condition);
        } else if (condition.kind() == Condition.Kind.BYE) {
            throw new IOException("it says goodbye: " + Printable.of(condition.text()));
        } else {
            listener.hear(condition, Optional.empty());
        }
    }

    private void learn(Condition condition) {
        if (condition.code().equals("CAPABILITY")) capabilities = Optional.of(Response.words(condition.argument()));
    }

    private Heard read() throws IOException {
        wire.within(patience.answer());
        Optional<Spooled> message = Optional.empty();
        boolean whole = false;
        try {
            while (true) {
                if (!wire.input().hasRemaining() && !wire.fill()) throw new EOFException("it has closed the connection");
                switch (framer.next(wire.input())) {
                    case Piece.More() -> { }
                    case Piece.Message(long size) -> message = Optional.of(message(size));
                    case Piece.Broken(var why) -> throw new IOException("what it says is not IMAP: " + why);
                    case Piece.Whole(var frame) -> {
                        whole = true;
                        return new Heard(ResponseParser.parse(frame), message);
                    }
                }
            }
        } finally {
            if (!whole) message.ifPresent(Spooled::close);
        }
    }

    private Spooled message(long size) throws IOException {
        wire.pace(patience.grace(), patience.octetsPerSecond());
        try (var writer = spool.writer()) {
            for (long left = size; left > 0; ) {
                if (!wire.input().hasRemaining() && !wire.fill()) throw new EOFException("it has closed the connection in a message");
                int n = (int) Math.min(Math.min(left, buffer.length), wire.input().remaining());
                wire.input().get(buffer, 0, n);
                writer.write(buffer, 0, n);
                left -= n;
            }
            var message = writer.finish();
            wire.within(patience.answer());
            return message;
        } catch (SpoolFull full) {
            throw new Hopeless(full.getMessage(), full);
        }
    }

    /** What the source says to an end, for people. */
    static String told(Condition condition) {
        var code = condition.code().isEmpty() ? "" : "[" + condition.code() + "] ";
        return condition.kind() + " " + code + Printable.of(condition.text());
    }

    /** A name as the source gave it: RFC 9051 section 4.3's quoted. */
    static String quoted(byte[] octets) {
        return '"' + new String(octets, StandardCharsets.ISO_8859_1).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Says goodbye where there is still somebody. */
    void leave() {
        try {
            command("LOGOUT");
        } catch (IOException gone) {
            // it may say BYE and close before it answers
        }
    }

    @Override public void close() { wire.cut(); }
}
