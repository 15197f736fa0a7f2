package sigillo.bench;

import java.io.IOException;

/** What the load itself can do: into a sink in this process that does nothing but count. */
final class Ceiling {
    private Ceiling() {}

    /** The best of three, with the CPU of the thread that sends. */
    static SmtpLoad.Sent of(int connections, int messages, int byConnection) throws IOException {
        var mails = Mails.ofSizes(64, 4_096);
        SmtpLoad.Sent best = null;
        for (int i = 0; i < 3; i++) {
            try (var sink = new MailSink()) {
                var sent = SmtpLoad.run(new SmtpLoad.Wish(sink.port(), connections, messages / connections, byConnection,
                    place -> "u" + place + "@sink.test", mails));
                if (best == null || sent.perSecond() > best.perSecond()) best = sent;
            }
        }
        return best;
    }

    static String text(int messages) throws IOException {
        var text = new StringBuilder();
        for (int connections : new int[] {10, 50}) {
            for (int byConnection : new int[] {1, 20}) {
                var sent = of(connections, messages, byConnection);
                text.append(String.format(java.util.Locale.ROOT, "%s%d connections, %s: %,.0f messages a second, %.3f s of CPU for 1,000",
                    text.isEmpty() ? "" : "; ", connections, byConnection == 1 ? "one for each message" : byConnection + " messages each",
                    sent.perSecond(), sent.cpuSeconds() * 1_000 / sent.accepted()));
            }
        }
        return text.toString();
    }
}
