package sigillo.imapd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.account.UidSet;
import sigillo.base.Octets;
import sigillo.imap.FetchItem;
import sigillo.imap.Names;
import sigillo.imap.Section;

/**
 * What URLs name that stand for messages of the same account and their parts: RFC 5092 section 6.1's relative form with an
 * absolute path, which RFC 4469 section 3 asks for: {@code /INBOX;UIDVALIDITY=1/;UID=20/;SECTION=1.2/;PARTIAL=0.1024}.
 */
final class MessageUrls {
    private static final Pattern URL = Pattern.compile(
        "/([^;/]+(?:/[^;/]+)*)(?:;UIDVALIDITY=(\\d{1,10}))?/;UID=(\\d{1,10})(?:/;SECTION=([^;]+?))?(?:/;PARTIAL=(\\d{1,18})(?:\\.(\\d{1,18}))?)?",
        Pattern.CASE_INSENSITIVE);

    private final Client client;

    MessageUrls(Client client) { this.client = client; }

    /** Empty for what names nothing here. */
    Optional<Octets> octets(String url) {
        var m = URL.matcher(url);
        if (!m.matches()) return Optional.empty();
        var path = decoded(m.group(1));
        var mailbox = path.flatMap(client.account()::mailbox);
        if (mailbox.isEmpty()) return Optional.empty();
        if (m.group(2) != null && Long.parseLong(m.group(2)) != mailbox.get().uidValidity()) return Optional.empty();
        long uid = Long.parseLong(m.group(3));
        if (uid < 1 || uid > UidSet.UID_MAX) return Optional.empty();
        var section = m.group(4) == null ? Optional.of(Section.ALL) : decoded(m.group(4)).flatMap(Section::of);
        var part = section.flatMap(wanted -> client.account().entry(mailbox.get().id(), uid)
            .flatMap(entry -> section(entry.email(), wanted)));
        return part.map(octets -> BodySections.cut(octets, partial(m.group(5), m.group(6))));
    }

    private Optional<Octets> section(sigillo.account.EmailId email, Section section) {
        var content = client.account().content(email);
        var meta = client.account().meta(email);
        if (content.isEmpty() || meta.isEmpty()) return Optional.empty();
        try {
            return BodySections.octets(section, content.get(), meta.get().root());
        } catch (IOException unreadable) {
            throw new sigillo.store.StoreException("a message cannot be read", unreadable);
        }
    }

    /** RFC 3986 section 2.1, and in it strict UTF-8 (RFC 5092 section 8); empty for what is ill-formed. */
    private static Optional<String> decoded(String text) {
        var octets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x7F) return Optional.empty();
            if (c != '%') {
                octets.write(c);
                continue;
            }
            int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
            if (low < 0) return Optional.empty();
            octets.write(high << 4 | low);
            i += 2;
        }
        return Names.UTF8.decode(octets.toByteArray());
    }

    private static Optional<FetchItem.Partial> partial(String first, String count) {
        if (first == null) return Optional.empty();
        return Optional.of(new FetchItem.Partial(Long.parseLong(first), count == null ? Long.MAX_VALUE : Long.parseLong(count)));
    }
}
