package sigillo.moving;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.account.Role;
import sigillo.base.Bytes;
import sigillo.imap.Names;
import sigillo.imap.Response;
import sigillo.imap.Response.Namespace;

/** Which mailboxes a source has that are its user's own, in the order in which it lists them. */
final class Catalogue {
    private static final Bytes INBOX = Bytes.utf8("INBOX");

    private final Talk talk;
    private final Tally tally;
    private final Map<Bytes, Response.Listed> listed = new LinkedHashMap<>();
    private Optional<Response.Namespaces> namespaces = Optional.empty();

    private long octets;

    private Catalogue(Talk talk, Tally tally) {
        this.talk = talk;
        this.tally = tally;
    }

    /** What is listed and is no mailbox is refused. */
    static List<Folder> read(Talk talk, Tally tally) throws IOException { return new Catalogue(talk, tally).folders(); }

    private List<Folder> folders() throws IOException {
        if (talk.capabilities().contains("NAMESPACE") || talk.capabilities().contains("IMAP4REV2")) ask("NAMESPACE");
        // RFC 6154 section 3: without being asked a server may keep it to itself
        boolean asks = talk.capabilities().contains("SPECIAL-USE") && talk.capabilities().contains("LIST-EXTENDED")
            || talk.capabilities().contains("IMAP4REV2");
        ask(asks ? "LIST \"\" \"*\" RETURN (SPECIAL-USE)" : "LIST \"\" \"*\"");
        if (listed.isEmpty()) throw new IOException("it lists no mailboxes");
        return withRoles(listed.values().stream().filter(this::isOwn).map(this::folder).toList());
    }

    private void ask(String command) throws IOException {
        var answer = talk.await(talk.send(command), (response, _) -> {
            switch (response) {
                case Response.Listed one -> add(one);
                case Response.Namespaces all -> namespaces = Optional.of(all);
                case Response.Malformed(var why) when command.startsWith("LIST") -> tally.refuse("it lists what is no mailbox: " + why);
                default -> { }
            }
        });
        if (!answer.isOk()) throw new Hopeless("it does not say which mailboxes there are: " + Talk.told(answer));
    }

    private void add(Response.Listed one) throws IOException {
        if (one.name().length() > MovingLimits.NAME_MAX) {
            tally.refuse("it lists a mailbox with a name of more than " + MovingLimits.NAME_MAX + " octets");
            return;
        }
        octets += one.name().length() + MovingLimits.LISTED_OCTETS_EACH;
        for (var attribute : one.attributes()) octets += attribute.length() + MovingLimits.ATTRIBUTE_OCTETS_EACH;
        if (octets > MovingLimits.LISTED_OCTETS_MAX) throw new Hopeless("what it lists of its mailboxes is too long");
        listed.put(one.name(), one);
        if (listed.size() > MovingLimits.FOLDERS_MAX) throw new Hopeless("it lists more than " + MovingLimits.FOLDERS_MAX + " mailboxes");
    }

    /** RFC 2342 section 5: what is shared is not the user's to take along. */
    private boolean isOwn(Response.Listed one) {
        if (namespaces.isEmpty()) return true;
        var foreign = new ArrayList<>(namespaces.get().others());
        foreign.addAll(namespaces.get().shared());
        return foreign.stream().noneMatch(space -> space.prefix().length() > 0 && isBelow(one, space));
    }

    private static boolean isBelow(Response.Listed one, Namespace space) {
        var prefix = space.prefix().unsafeArray();
        int end = space.separator().isPresent() && prefix[prefix.length - 1] == space.separator().get() ? prefix.length - 1 : prefix.length;
        return one.name().startsWith(Bytes.wrap(Arrays.copyOf(prefix, end))) && (one.name().length() == end || one.name().startsWith(space.prefix()));
    }

    private Folder folder(Response.Listed one) {
        // RFC 9051 section 5.1: in any case
        boolean inbox = one.name().toUtf8().equalsIgnoreCase(INBOX.toUtf8());
        var path = inbox ? INBOX.toUtf8() : path(one);
        return new Folder(one.name(), path, one.attributes(), inbox ? Optional.of(Role.INBOX) : Optional.empty());
    }

    /** Courier and Cyrus have all below the inbox: {@code INBOX.Work} is Work to everybody else. */
    private String path(Response.Listed one) {
        var name = one.name();
        for (var space : namespaces.map(Response.Namespaces::personal).orElse(List.of())) {
            boolean below = space.prefix().length() > 0 && name.startsWith(space.prefix()) && name.length() > space.prefix().length();
            if (below) name = Bytes.wrap(Arrays.copyOfRange(name.unsafeArray(), space.prefix().length(), name.length()));
        }
        var text = Names.lenient(name.unsafeArray());
        char separator = one.separator().orElse('/');
        return separator == '/' ? text : text.replace('/', '_').replace(separator, '/');
    }

    /** Each role once: the first that the source says, or where it says nothing of any, by name. */
    private static List<Folder> withRoles(List<Folder> folders) {
        boolean says = folders.stream().anyMatch(folder -> RoleNames.said(folder).isPresent());
        var given = EnumSet.noneOf(Role.class);
        return folders.stream().map(folder -> {
            if (folder.is(Role.INBOX) || !folder.isSelectable()) return folder;
            var role = says ? RoleNames.said(folder) : RoleNames.named(folder);
            return role.isPresent() && given.add(role.get()) ? folder.in(role) : folder;
        }).toList();
    }
}
