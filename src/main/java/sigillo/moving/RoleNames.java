package sigillo.moving;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sigillo.account.Role;

/** What a mailbox is for, by what the source says of it, or by its name where the source says nothing. */
final class RoleNames {
    /** RFC 6154 section 2. */
    private static final Map<String, Role> ATTRIBUTES = Map.of("\\drafts", Role.DRAFTS, "\\sent", Role.SENT, "\\junk", Role.JUNK,
        "\\trash", Role.TRASH, "\\archive", Role.ARCHIVE);

    /** What Outlook, Thunderbird, Apple Mail and providers call them, in the languages whose programs make such mailboxes. */
    private static final Map<Role, List<String>> NAMES = Map.of(
        Role.SENT, List.of("sent", "sent items", "sent messages", "sent mail", "sent-mail", "gesendet", "gesendete elemente", "gesendete objekte",
            "posta inviata", "inviati", "inviata", "éléments envoyés", "messages envoyés", "envoyés", "enviados", "elementos enviados", "verzonden items"),
        Role.DRAFTS, List.of("drafts", "draft", "entwürfe", "bozze", "brouillons", "borradores", "rascunhos", "concepten"),
        Role.TRASH, List.of("trash", "deleted items", "deleted messages", "bin", "papierkorb", "gelöschte elemente", "gelöschte objekte", "cestino",
            "posta eliminata", "corbeille", "éléments supprimés", "papelera", "elementos eliminados", "lixeira", "prullenbak"),
        Role.JUNK, List.of("junk", "spam", "junk e-mail", "junk email", "junk mail", "bulk mail", "spamverdacht", "junk-e-mail", "posta indesiderata",
            "courrier indésirable", "indésirables", "correo no deseado", "ongewenste e-mail"),
        Role.ARCHIVE, List.of("archive", "archives", "archiv", "archivio"));

    private RoleNames() {}

    static Optional<Role> said(Folder folder) {
        return folder.attributes().stream().map(ATTRIBUTES::get).filter(role -> role != null).findFirst();
    }

    /** Of those at the top only. */
    static Optional<Role> named(Folder folder) {
        var name = folder.path().toLowerCase(Locale.ROOT);
        return NAMES.entrySet().stream().filter(entry -> entry.getValue().contains(name)).map(Map.Entry::getKey).findFirst();
    }
}
