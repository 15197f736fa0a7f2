package sigillo.lists;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.queue.Outgoing;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.Recipient.Notify;
import sigillo.smtp.ReversePath;
import sigillo.trace.TraceId;

/**
 * What each member gets: the message as it came, with fields above that say which list it is and how to leave it (RFC 2369,
 * RFC 2919, RFC 8058), signed by the list's domain, under a sender that tells what comes back (VERP).
 */
final class ListCopies {
    /** Signs for a domain of ours, whoever the author is. */
    interface DomainSigner {
        Octets signed(Octets message, Domain domain) throws IOException;
    }

    private final Lists lists;
    private final ListLetters letters;
    private final DomainSigner signer;

    ListCopies(Lists lists, ListLetters letters, DomainSigner signer) {
        this.lists = lists;
        this.letters = letters;
        this.signer = signer;
    }

    /** {@code sealed}: with its trace fields, and our seal of what was found out when it came. */
    Outgoing copy(MailList list, Member member, Envelope envelope, Octets sealed, TraceId trace) throws IOException {
        var number = member.number() + "";
        var message = signer.signed(Octets.concat(List.of(Octets.of(fields(list, member)), sealed)), list.address().domain());
        // By this line a message that comes back is known, as one that an alias sends on.
        var top = Octets.of(("Delivered-To: " + list.address() + "\r\n").getBytes(StandardCharsets.UTF_8));
        var from = ReversePath.of(list.at("bounce-" + number + "-" + lists.token("bounce", list, number)));
        var to = envelope.to(List.of(new Recipient(member.address(), Set.of(Notify.FAILURE), Optional.empty()))).from(from);
        return new Outgoing(to, Octets.concat(List.of(top, message)), trace, Optional.empty());
    }

    private byte[] fields(MailList list, Member member) {
        var number = member.number() + "";
        var leave = list.at("leave-" + number + "-" + lists.token("leave", list, number));
        return ("""
            List-Id: <%1$s>
            List-Post: %2$s
            List-Help: <mailto:%3$s>
            List-Owner: <mailto:%4$s>
            List-Subscribe: <mailto:%5$s>
            List-Unsubscribe: <%6$s>,
             <mailto:%7$s>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click
            """.formatted(list.id(), list.posts() == Posts.OWNER ? "NO" : "<mailto:" + list.address() + ">", list.at("help"), list.at("owner"),
            list.at("subscribe"), letters.leavePage(list, member), leave)).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
