package sigillo.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.directory.Edited;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.login.Grant;

/** What there is, and how it stands. */
final class HomePage implements Page {
    static final String PATH = "/account";

    private final House house;
    private final Sessions sessions;
    private final boolean hasMail;
    private final Optional<StatusPage> status;
    private final Optional<InvitationsPage> invitations;

    /** {@code hasMail}: the webmail is in this program. {@code status}, {@code invitations}: for who looks after the server. */
    HomePage(House house, Sessions sessions, boolean hasMail, Optional<StatusPage> status, Optional<InvitationsPage> invitations) {
        this.house = house;
        this.sessions = sessions;
        this.hasMail = hasMail;
        this.status = status;
        this.invitations = invitations;
    }

    @Override public Reply shown(Visit visit) {
        var locked = visit.mine().unlocked().isWhole() ? Html.NONE
            : Layout.warn(Html.of("<p>{}</p><p><a class=\"button\" href=\"/locked\">{}</a></p>",
                visit.say(Text.LOCKED_SHORT), visit.say(Text.OPEN_MAIL)));
        var paused = SendingPage.paused(house, visit).isEmpty() ? Html.NONE
            : Layout.warn(Html.of("<p>{}</p><p><a class=\"button\" href=\"{}\">{}</a></p>",
                visit.say(Text.SENDING_PAUSED), SendingPage.PATH, visit.say(Text.SENDING)));
        return Layout.page(visit, Text.OVERVIEW, Layout.note(Notice.of(visit)), locked, paused,
            used(visit), Html.of("<ul class=\"cards\">{}</ul>\n", cards(visit)));
    }

    /** A warning from the first mark on at which owners are told by mail. */
    private Html used(Visit visit) {
        var usage = house.usage().apply(visit.mine().user().account());
        var held = visit.speech().size(usage.octets());
        if (usage.octetsMax().isEmpty()) return Layout.hint(visit.say(Text.USED, held));
        long max = usage.octetsMax().getAsLong();
        var most = visit.speech().size(max);
        if (usage.fullSince().isPresent()) return Layout.wrong(visit.say(Text.FULL, held, most));
        boolean isNearly = usage.octets() >= max / 5 * 4;
        return isNearly ? Layout.warn(Layout.p(visit.say(Text.NEARLY_FULL, held, most)))
            : Layout.hint(visit.say(Text.USED_OF, held, most));
    }

    private List<Html> cards(Visit visit) {
        var account = visit.mine().user().account();
        boolean isOwners = house.keyring().level(account).isOwners();
        var cards = new ArrayList<Html>();
        if (status.filter(page -> page.isFor(visit)).isPresent()) cards.add(card(visit, StatusPage.PATH, Text.STATUS, Text.STATUS_SHORT, ""));
        if (invitations.filter(page -> page.isFor(visit)).isPresent()) cards.add(card(visit, InvitationsPage.PATH, InvitationText.TITLE, InvitationText.SHORT, ""));
        if (hasMail) cards.add(card(visit, Webmail.PATH, Text.MAIL, Text.MAIL_SHORT, ""));
        cards.add(card(visit, "/app-passwords", Text.APP_PASSWORDS, Text.APP_PASSWORDS_SHORT,
            visit.say(Text.COUNT, count(visit, Grant.Kind.APP_PASSWORD))));
        if (house.clients().isPresent()) cards.add(card(visit, ClientsPage.PATH, Text.CLIENTS, Text.CLIENTS_SHORT, ""));
        cards.add(card(visit, MaskedPage.PATH, Text.MASKED, Text.MASKED_SHORT,
            visit.say(Text.COUNT, house.directory().masked(account).size())));
        cards.add(card(visit, "/second-factor", Text.FACTOR, Text.FACTOR_SHORT,
            visit.say(house.factor().isOn(account) ? Text.IS_ON : Text.IS_OFF)));
        if (isOwners) cards.add(card(visit, "/kit", Text.KIT, Text.KIT_SHORT,
            visit.say(visit.mine().isKitToConfirm() ? Text.NOT_CONFIRMED : Text.CONFIRMED)));
        cards.add(card(visit, "/password", Text.CHANGE_PASSWORD, Text.CHANGE_PASSWORD_SHORT, ""));
        cards.add(card(visit, "/tokens", Text.TOKENS, Text.TOKENS_SHORT,
            visit.say(Text.COUNT, count(visit, Grant.Kind.TOKEN))));
        cards.add(card(visit, "/programs", Text.PROGRAMS, Text.PROGRAMS_SHORT,
            visit.say(Text.COUNT, count(visit, Grant.Kind.PROGRAM))));
        cards.add(card(visit, "/sessions", Text.SESSIONS, Text.SESSIONS_SHORT,
            visit.say(Text.COUNT, sessions.of(account).size())));
        cards.add(card(visit, FilterPage.PATH, Text.FILTER, Text.FILTER_SHORT, visit.say(Text.COUNT, house.wishes().of(account).listed().size())));
        cards.add(card(visit, RefusedPage.PATH, Text.REFUSED, Text.REFUSED_SHORT, ""));
        var level = house.keyring().level(account);
        cards.add(card(visit, "/level", Text.LEVEL, LevelPage.title(level), level.name()));
        return cards;
    }

    private static Html card(Visit visit, String path, Sentence title, Sentence what, String state) {
        return Html.of("<li class=\"card\"><h2><a href=\"{}\">{}</a></h2><p>{}</p>{}</li>\n", path, visit.say(title),
            visit.say(what),
            state.isEmpty() ? Html.NONE : Html.of("<p class=\"state\">{}</p>", state));
    }

    private int count(Visit visit, Grant.Kind kind) {
        var listed = house.grants().list(visit.mine().user().address(), kind);
        return listed instanceof Edited.Done<List<Grant>>(var grants) ? grants.size() : 0;
    }

    @Override public Reply sent(Visit visit, Fields form) { return Reply.seeOther(PATH); }
}
