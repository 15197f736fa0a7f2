package sigillo.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import sigillo.peers.SmtpProbe;

/**
 * The messages of a load, ready for the wire: dots stuffed, with the end of the data. Made beforehand, so that sending costs
 * next to nothing; only its Message-ID is a message's own. They repeat after as many as there are texts.
 */
final class Mails {
    /** Instead of the Message-ID, while a text is made: the length of a text depends on the length of this. */
    static final String PLACE = "PLACE-OF-THE-NUMBER";

    /** What is before the number in a message, and after it. */
    private record Text(byte[] before, byte[] after) {}

    private final List<Text> texts = new ArrayList<>();
    private final String run = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());

    private Mails() {}

    /** Of these sizes in turn, in octets; {@code variety} texts in all. */
    static Mails ofSizes(int variety, int... sizes) {
        var mails = new Mails();
        for (int i = 0; i < variety; i++) mails.add(i, sizes[i % sizes.length]);
        return mails;
    }

    /** The same, each as {@code signed} makes it; what is signed must not cover the Message-ID. */
    static Mails signed(int variety, UnaryOperator<String> signed, int... sizes) {
        var mails = new Mails();
        for (int i = 0; i < variety; i++) mails.add(signed.apply(SampleMail.of(i, sizes[i % sizes.length], PLACE)));
        return mails;
    }

    /** Of the sizes that people's mail has: most of it small, some with an attachment. */
    static Mails mixed(int variety) { return ofSizes(variety, SampleMail.MIXED); }

    private void add(int number, int octets) { add(SampleMail.of(number, octets, PLACE)); }

    private void add(String message) {
        var wire = SmtpProbe.stuffed(message.getBytes(StandardCharsets.UTF_8));
        int at = new String(wire, StandardCharsets.ISO_8859_1).indexOf(PLACE);
        texts.add(new Text(Arrays.copyOf(wire, at), Arrays.copyOfRange(wire, at + PLACE.length(), wire.length)));
    }

    /** The {@code number}th of the load. */
    ByteBuffer[] wire(int number) {
        var text = texts.get(number % texts.size());
        var own = (number + "." + run + "@sender.example").getBytes(StandardCharsets.US_ASCII);
        return new ByteBuffer[] {ByteBuffer.wrap(text.before), ByteBuffer.wrap(own), ByteBuffer.wrap(text.after)};
    }
}
