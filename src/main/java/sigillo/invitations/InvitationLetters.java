package sigillo.invitations;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.message.MessageBody;
import sigillo.message.MessageWriter;
import sigillo.message.NamedAddress;
import sigillo.queue.Enqueue;
import sigillo.queue.Outgoing;
import sigillo.sealing.Randomness;
import sigillo.signing.Signer;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.trace.TraceId;

/** The mail that an invitation comes with, from the domain's postmaster, whom also a refusal reaches. Any thread. */
public final class InvitationLetters {
    private final Enqueue queue;
    private final Signer signer;
    private final Randomness randomness;
    private final InstantSource clock;

    public InvitationLetters(Enqueue queue, Signer signer, Randomness randomness, InstantSource clock) {
        this.queue = queue;
        this.signer = signer;
        this.randomness = randomness;
        this.clock = clock;
    }

    /** In the queue when it returns. */
    void send(Invitation invitation, String link, Address to) throws IOException {
        var domain = invitation.terms().offer().domain();
        var from = new Address("postmaster", domain);
        var message = new ByteArrayOutputStream();
        new MessageWriter(() -> 0).date(clock.instant().atOffset(ZoneOffset.UTC))
            .from(NamedAddress.of(domain.name(), from)).to(NamedAddress.of("", to))
            .subject("Your mail at " + domain + " / La tua posta su " + domain)
            .messageId(HexFormat.of().formatHex(randomness.octets(16)) + "@" + domain)
            .words("Auto-Submitted", "auto-generated") // RFC 3834 section 5
            .body(MessageBody.Text.plain(text(invitation, link))).writeTo(message);
        var envelope = Envelope.of(new ReversePath.From(from), List.of(Recipient.of(to)));
        queue.enqueue(new Outgoing(envelope, signer.signed(Octets.of(message.toByteArray())), TraceId.fresh(), Optional.empty()));
    }

    private static String text(Invitation invitation, String link) {
        var offer = invitation.terms().offer();
        return """
            You are invited to have a mail account: %s

            Open this link in a browser. There you choose a passphrase, which
            stays in your browser:

            %s

            The link works once, until %s.
            Do not pass it on: whoever uses it first has the account.
            If you did not expect this mail, delete it.

            --

            Sei invitato ad avere una casella di posta: %s

            Apri questo link in un browser. Lì scegli una frase segreta, che
            resta nel tuo browser:

            %s

            Il link vale una volta sola, fino al %s.
            Non girarlo ad altri: chi lo usa per primo ha la casella.
            Se non aspettavi questo messaggio, cancellalo.
            """.formatted(offer(offer, "an address of your choice at "), link, day(invitation, Locale.ENGLISH),
            offer(offer, "un indirizzo a tua scelta su "), link, day(invitation, Locale.ITALIAN));
    }

    private static String offer(Offer offer, String open) {
        return switch (offer) {
            case Offer.Named(var address) -> address.toString();
            case Offer.AnyOf(var domain) -> open + domain;
        };
    }

    private static String day(Invitation invitation, Locale language) {
        return DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", language).format(invitation.until().atOffset(ZoneOffset.UTC));
    }
}
