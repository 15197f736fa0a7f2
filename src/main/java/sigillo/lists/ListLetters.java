package sigillo.lists;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
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

/**
 * What a list writes itself: without a sender in the envelope and marked as automatic, so that nothing answers it, and in
 * bounded numbers. Any thread.
 */
public final class ListLetters {
    private final Lists lists;
    private final String site;
    private final Enqueue queue;
    private final Signer signer;
    private final Randomness randomness;
    private final InstantSource clock;

    /** {@code site}: where the pages are, as {@code https://mail.home.example}. */
    public ListLetters(Lists lists, String site, Enqueue queue, Signer signer, Randomness randomness, InstantSource clock) {
        this.lists = lists;
        this.site = site;
        this.queue = queue;
        this.signer = signer;
        this.randomness = randomness;
        this.clock = clock;
    }

    /** Asks the address whether it wants to join; false when it, or too many others, were asked today. Nothing else is kept of it. */
    public boolean ask(MailList list, Address address) {
        var counts = List.of(new Lists.Count("ask\0" + address.lookupKey(), ListLimits.ASKED_ADDRESS_A_DAY),
            new Lists.Count("ask-list\0" + list.key(), ListLimits.ASKED_LIST_A_DAY), new Lists.Count("ask-all", ListLimits.ASKED_A_DAY));
        if (!lists.take(counts)) return false;
        question(list, address, ListText.CONFIRM);
        return true;
    }

    void paused(MailList list, Member member) { question(list, member.address(), ListText.PAUSED); }

    private void question(MailList list, Address address, ListText text) {
        var token = lists.question(list, address);
        write(list, address, list.at("confirm-" + token), text, page("confirm", list, "address", address.toString(), token));
    }

    void welcome(MailList list, Member member) { write(list, member.address(), list.at("owner"), ListText.WELCOME, leavePage(list, member)); }

    void left(MailList list, Address address) { answer(list, address, ListText.LEFT); }

    void help(MailList list, Address address) { answer(list, address, ListText.HELP); }

    private void answer(MailList list, Address address, ListText text) {
        boolean may = lists.take(List.of(new Lists.Count("answer\0" + address.lookupKey(), ListLimits.ANSWERED_ADDRESS_A_DAY)));
        if (may) write(list, address, list.at("owner"), text, site + "/lists/subscribe?list=" + encoded(list.address().toString()));
    }

    /** RFC 8058: for one member, and good as long as he is one. */
    String leavePage(MailList list, Member member) {
        var number = member.number() + "";
        return page("unsubscribe", list, "member", number, lists.token("leave", list, number));
    }

    String page(String what, MailList list, String name, String value, String token) {
        return site + "/lists/" + what + "?list=" + encoded(list.address().toString()) + "&" + name + "=" + encoded(value) + "&token=" + token;
    }

    private static String encoded(String text) { return URLEncoder.encode(text, StandardCharsets.UTF_8); }

    private void write(MailList list, Address to, Address replyTo, ListText text, String link) {
        var writer = new MessageWriter(() -> 0).date(clock.instant().atOffset(ZoneOffset.UTC))
            .from(NamedAddress.of(list.title(), list.at("owner"))).to(NamedAddress.of("", to))
            .addresses("Reply-To", List.of(NamedAddress.of("", replyTo))).subject(text.subject(list))
            .messageId(HexFormat.of().formatHex(randomness.octets(16)) + "@" + list.address().domain())
            .words("Auto-Submitted", "auto-generated") // RFC 3834 section 5
            .words("List-Id", "<" + list.id() + ">")
            .body(MessageBody.Text.plain(text.text(list, link)));
        var message = new ByteArrayOutputStream();
        try {
            writer.writeTo(message);
            var envelope = Envelope.of(new ReversePath.Null(), List.of(Recipient.of(to)));
            queue.enqueue(new Outgoing(envelope, signer.signed(Octets.of(message.toByteArray())), TraceId.fresh(), Optional.empty()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
