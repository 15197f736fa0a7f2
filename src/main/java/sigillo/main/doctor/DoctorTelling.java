package sigillo.main.doctor;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import sigillo.base.Address;
import sigillo.doctor.Note;
import sigillo.https.HttpsClient;
import sigillo.main.config.Config;
import sigillo.queue.Enqueue;
import sigillo.queue.Outgoing;
import sigillo.signing.Signing;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.trace.TraceId;
import tools.jackson.databind.json.JsonMapper;

/** How what the doctor tells leaves: by mail, and to a program by HTTPS ({@code [doctor]}). Browsers: {@link ServerBoard}. */
public record DoctorTelling(Config config, InstantSource clock, Enqueue queue, Signing signing) {
    private static final Duration POST = Duration.ofSeconds(20);
    private static final System.Logger LOG = System.getLogger("sigillo.doctor");

    /** Who is told, as configured. {@code https}: empty where no other machine is asked. */
    public List<Consumer<Note>> readers(Optional<HttpsClient> https) {
        var readers = new ArrayList<Consumer<Note>>();
        config.doctor().mailTo().ifPresent(to -> readers.add(note -> mail(note, to)));
        config.doctor().webhook().ifPresent(hook ->
            https.ifPresent(client -> readers.add(note -> post(note, hook, client))));
        return readers;
    }

    /** From nobody, so that what becomes of it comes back to nobody. */
    private void mail(Note note, Address to) {
        try {
            var message = signing.signed(new DoctorMail(config.hostname(), clock).written(note, to));
            var recipient = new Recipient(to, Set.of(Recipient.Notify.NEVER), Optional.empty());
            var envelope = Envelope.of(ReversePath.NULL, List.of(recipient));
            queue.enqueue(new Outgoing(envelope, message, TraceId.fresh(), Optional.empty()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The address may be a secret, and is not in the log. */
    static void post(Note note, URI hook, HttpsClient https) {
        var body = JsonMapper.shared().writeValueAsBytes(Map.of("subject", note.subject(), "text", note.text()));
        int port = hook.getPort() < 0 ? 443 : hook.getPort();
        var path = (hook.getRawPath().isEmpty() ? "/" : hook.getRawPath())
            + (hook.getRawQuery() == null ? "" : "?" + hook.getRawQuery());
        switch (https.send(hook.getHost(), port, path, Map.of("Content-Type", "application/json"), body, POST)) {
            case HttpsClient.Sent.Answered(int status, _) when status / 100 == 2 -> { }
            case HttpsClient.Sent.Answered(int status, _) -> warn("answers " + status);
            case HttpsClient.Sent.Failed(var why) -> warn("cannot be told: " + why);
        }
    }

    private static void warn(String what) { LOG.log(Level.WARNING, "the webhook of [doctor] " + what); }
}
