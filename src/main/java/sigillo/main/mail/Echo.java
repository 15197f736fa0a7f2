package sigillo.main.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.directory.Programs;
import sigillo.directory.Recipients;
import sigillo.doctor.EchoTrip;
import sigillo.doctor.Line;
import sigillo.message.HeaderSection;
import sigillo.message.MessageBody;
import sigillo.message.MessageLimits;
import sigillo.message.MessageWriter;
import sigillo.message.NamedAddress;
import sigillo.queue.Carrier;
import sigillo.queue.Enqueue;
import sigillo.queue.Outcome;
import sigillo.queue.Outgoing;
import sigillo.signing.Signing;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.smtp.SmtpReply;
import sigillo.trace.TraceId;

/** The doctor's round trip by mail: how it leaves, and how its answer is taken out of the way, which nobody answers. */
public final class Echo {
    private static final SmtpReply TAKEN = SmtpReply.of(250, "2.0.0", "Thank you");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final EchoTrip trip;
    private final Domain host;
    private final InstantSource clock;

    public Echo(EchoTrip trip, Domain host, InstantSource clock) {
        this.trip = trip;
        this.host = host;
        this.clock = clock;
    }

    /** The address that an answer is awaited at is a program's; all others are as {@code others} says. */
    public static Programs before(Optional<Echo> echo, Programs others) {
        return echo.<Programs>map(one -> (address, writer) -> one.trip.isMine(address) ? Optional.of(new Recipients.Resolved.Handled()) : others.of(address, writer)).orElse(others);
    }

    /** Takes what is the doctor's. */
    public static Carrier before(Optional<Echo> echo, Carrier others) { return echo.<Carrier>map(one -> job -> one.carry(job, others)).orElse(others); }

    private List<Outcome> carry(Carrier.Job job, Carrier others) {
        if (job.envelope().recipients().stream().noneMatch(one -> trip.isMine(one.address()))) return others.carry(job);
        var outcomes = new ArrayList<Outcome>();
        for (var recipient : job.envelope().recipients()) {
            if (trip.isMine(recipient.address())) outcomes.add(taken(job, recipient));
            else outcomes.addAll(others.carry(new Carrier.Job(job.key(), job.trace(), job.destination(), job.envelope().to(List.of(recipient)), job.message(), job.submitter())));
        }
        return outcomes;
    }

    private Outcome taken(Carrier.Job job, Recipient recipient) {
        try {
            trip.came(recipient.address(), clock.instant(), isNotice(job.message()));
            return new Outcome.Delivered(TAKEN, host.name(), false);
        } catch (IOException trouble) {
            return new Outcome.OurFault(trouble.getMessage());
        }
    }

    /** RFC 6522 section 3: a report of others is no answer. */
    private static boolean isNotice(Octets message) throws IOException {
        return HeaderSection.read(message, MessageLimits.DEFAULT).header().first("Content-Type").map(field -> field.text().toLowerCase(Locale.ROOT))
            .filter(type -> type.startsWith("multipart/report")).isPresent();
    }

    /** Sends the next one when it is time, and says how the last one fared. */
    public Line look(Optional<Domain> from, Enqueue queue, Signing signing) {
        trip.look(clock.instant(), from, (sender, to, at) -> {
            var envelope = Envelope.of(new ReversePath.From(sender), List.of(new Recipient(to, Set.of(Recipient.Notify.FAILURE), Optional.empty())));
            queue.enqueue(new Outgoing(envelope, signing.signed(written(sender, to, at)), TraceId.fresh(), Optional.empty()));
        });
        return trip.line(clock.instant());
    }

    /** Not marked as automatic (RFC 3834 section 5): then whoever answers there would not, and an answer is all that it is for. */
    private static Octets written(Address sender, Address to, Instant at) throws IOException {
        var out = new ByteArrayOutputStream();
        new MessageWriter(RANDOM).from(NamedAddress.of("Sigillo", sender)).to(NamedAddress.of("", to)).date(at.atOffset(ZoneOffset.UTC))
            .messageId(sender.localPart() + "@" + sender.domain().name()).subject("Round trip")
            .body(MessageBody.Text.plain("This mail server asks whether its mail leaves and comes: an answer, whatever it says, is all that it wants.\n"
                + "It goes to an address that is good for that alone, and is read by nobody.\n\n"
                + "Questo server di posta chiede se la sua posta parte e arriva: vuole solo una risposta, qualunque cosa dica.\n")).writeTo(out);
        return Octets.of(out.toByteArray());
    }
}
