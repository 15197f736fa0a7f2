package sigillo.web;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sigillo.base.NetworkTries;
import sigillo.http.Admission;
import sigillo.http.Answering;
import sigillo.http.Asked;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.login.Grant;
import sigillo.login.SignIn;
import sigillo.oauth.Metadata;

/**
 * All that is answered: who asks, whether he may, and which page it is. A form is taken only from a page of ours: by
 * what the browser says of where it comes from, and by the token of the session. Any thread.
 */
final class Site implements Answering, AutoCloseable {
    /** RFC 6265bis section 4.1.3.2: only by TLS, for this host alone, for every path. */
    static final String COOKIE = "__Host-sigillo";
    static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Strict";

    private final House house;
    private final Sessions sessions;
    private final Map<String, Page> pages;
    private final Api api;

    /** Without the webmail. */
    Site(House house) { this(house, false); }

    /** {@code hasMail}: the server's own address leads to the webmail. */
    Site(House house, boolean hasMail) { this(house, hasMail, Optional.empty()); }

    /** {@code board}: how the server is, for its postmaster. */
    Site(House house, boolean hasMail, Optional<StatusBoard> board) { this(house, hasMail, board, Optional.empty()); }

    /** {@code seat}: where its postmaster asks for something; only with a board. */
    Site(House house, boolean hasMail, Optional<StatusBoard> board, Optional<OperatorSeat> seat) {
        this.house = house;
        this.sessions = new Sessions(house.clock(), house.randomness(), house.endToEnd().ledger()::begun);
        var tries = WebLimits.tries(house.clock());
        var level = new LevelChange(house, sessions);
        var status = board.map(StatusPage::new);
        var invitations = board.map(one -> new InvitationsPage(house, one));
        this.pages = pages(new HomePage(house, sessions, hasMail, status, invitations), hasMail, level, tries, status, invitations);
        this.api = new Api(house, sessions, level, tries, board.flatMap(one -> seat.map(where -> new Looking(one, where))));
    }

    private Map<String, Page> pages(HomePage home, boolean hasMail, LevelChange level, NetworkTries tries,
        Optional<StatusPage> status,
            Optional<InvitationsPage> invitations) {
        var all = new HashMap<>(always(level, tries));
        status.ifPresent(page -> all.put(StatusPage.PATH, page));
        invitations.ifPresent(page -> all.put(InvitationsPage.PATH, page));
        all.put(StartPage.PATH, new StartPage(hasMail, home));
        all.put(HomePage.PATH, home);
        house.clients().ifPresent(look -> all.put(ClientsPage.PATH, new ClientsPage(look)));
        house.authorizing().ifPresent(authorizing -> {
            all.put(Metadata.AUTHORIZE, new AuthorizePage(house, authorizing));
            all.put(Metadata.DEVICE, new DevicePage(house, authorizing));
        });
        return Map.copyOf(all);
    }

    private Map<String, Page> always(LevelChange level, NetworkTries tries) {
        return Map.ofEntries(Map.entry("/sign-in", new SignInPage(house, sessions)),
            Map.entry("/sign-out", new SignOutPage(sessions)), Map.entry("/kit", new KitPage(house)),
            Map.entry("/app-passwords", new GrantsPage(house, Grant.Kind.APP_PASSWORD, "/app-passwords")),
            Map.entry("/tokens", new GrantsPage(house, Grant.Kind.TOKEN, "/tokens")),
            Map.entry("/programs", new GrantsPage(house, Grant.Kind.PROGRAM, "/programs")),
            Map.entry("/second-factor", new FactorPage(house)),
            Map.entry("/password", new PasswordPage(house, sessions)),
            Map.entry("/forgot", new ForgotPage(house, tries)),
            Map.entry("/locked", new LockedPage(house, tries)), Map.entry("/level", new LevelPage(house, level)),
            Map.entry(MaskedPage.PATH, new MaskedPage(house)),
            Map.entry(FilterPage.PATH, new FilterPage(house)),
            Map.entry(SendingPage.PATH, new SendingPage(house)), Map.entry(RefusedPage.PATH, new RefusedPage(house)),
            Map.entry("/sessions", new SessionsPage(sessions)));
    }

    Sessions sessions() { return sessions; }

    House house() { return house; }

    /** Of all pages. */
    Set<String> paths() { return pages.keySet(); }

    /** Who has not signed in sends nothing long to where one must have. */
    @Override public Admission admit(Asked asked) {
        var visit = visit(asked);
        if (visit.session().isPresent()) return new Admission.Owner();
        if (asked.path().startsWith(Api.PATH)) return api.admit(visit);
        var page = pages.get(asked.path());
        return page != null && page.isOpen() ? new Admission.Stranger() : new Admission.Away(page(visit));
    }

    @Override public Reply answer(Asked asked) {
        var file = asked.isRead() ? Files.at(asked.path()) : Optional.<Reply>empty();
        if (file.isPresent()) return file.get();
        boolean isNowhere = asked.method() == Asked.Method.OTHER || asked.method() == Asked.Method.OPTIONS;
        boolean isPutToPage = asked.method() == Asked.Method.PUT && !asked.path().startsWith(Api.PATH);
        if (isNowhere || isPutToPage) return notAllowed(asked);
        if (asked.query().has("lang") && asked.isRead()) return switchedTo(asked);
        var visit = visit(asked);
        return asked.path().startsWith(Api.PATH) ? api.answer(visit) : page(visit);
    }

    private Reply switchedTo(Asked asked) {
        var path = pages.containsKey(asked.path()) ? asked.path() : "/";
        return ChosenLanguage.switched(asked, Onward.parse(path).map(one -> one.without(asked.query(), "lang")).orElse(path));
    }

    /**
     * Who has the cookie of a session, for doors beside the pages: only where a page of ours asks, with the session's token
     * wherever something may change. Empty too while the recovery kit is to be confirmed. The caller closes what is open.
     */
    Optional<SignIn.Answer.Welcome> signedIn(Asked asked) {
        if (!asked.isOurs()) return Optional.empty();
        return session(asked).filter(session -> !session.isKitToConfirm())
            .filter(session -> asked.isRead() || session.isFormToken(asked.header(Api.TOKEN).orElse("")))
            .flatMap(session -> session.lend().map(unlocked -> SignIn.Answer.Welcome.toAll(session.user(), unlocked)));
    }

    private Optional<Session> session(Asked asked) {
        return asked.cookie(COOKIE).flatMap(secret -> sessions.find(secret, asked)).filter(this::isStillHere);
    }

    Visit visit(Asked asked) {
        var session = session(asked);
        session.ifPresent(_ -> asked.recognised().run());
        return new Visit(asked, ChosenLanguage.of(asked), session);
    }

    /** Whoever was disabled or removed since he signed in is out. */
    private boolean isStillHere(Session session) {
        boolean isHere = house.directory().account(session.user().address())
            .filter(account -> !account.disabled() && account.id().equals(session.user().account())).isPresent();
        if (!isHere) sessions.end(session);
        return isHere;
    }

    private Reply page(Visit visit) {
        var page = pages.get(visit.asked().path());
        if (page == null && visit.asked().path().equals(SetupDoor.PATH) && visit.asked().isRead()) return Reply.seeOther(HomePage.PATH); // it is over
        if (page == null) return Layout.page(404, visit, Text.NOT_FOUND, Layout.p(visit.say(Text.NOT_FOUND_LONG)));
        if (visit.session().isEmpty() && !page.isOpen()) return Reply.seeOther("/sign-in");
        boolean isKitFirst = visit.session().filter(Session::isKitToConfirm).isPresent() && !page.isBeforeKit();
        if (isKitFirst) return kitFirst(visit);
        return switch (visit.asked().method()) {
            case GET, HEAD -> page.shown(visit);
            case POST -> sent(visit, page);
            case PUT, DELETE, OPTIONS, OTHER, UNKNOWN -> notAllowed(visit.asked());
        };
    }

    private static Reply kitFirst(Visit visit) {
        if (visit.asked().isRead()) Onward.at(visit.asked()).ifPresent(visit.mine()::goingTo);
        return Reply.seeOther("/kit");
    }

    /** RFC 9110 section 15.5.6: with what may be done there. */
    private Reply notAllowed(Asked asked) {
        var path = asked.path();
        var ofPages = Files.at(path).isPresent() ? "GET, HEAD" : "GET, HEAD, POST";
        var methods = path.startsWith(Api.PATH) ? api.methods(path) : ofPages;
        return Reply.text(405, "").with("Allow", methods);
    }

    private Reply sent(Visit visit, Page page) {
        if (!visit.asked().hasType("application/x-www-form-urlencoded")) return Reply.text(415, "");
        var form = Fields.parse(new String(visit.asked().body(), StandardCharsets.UTF_8));
        boolean hasToken = visit.session().map(session -> session.isFormToken(form.get("token"))).orElse(true);
        if (visit.asked().isOurs() && hasToken) return page.sent(visit, form);
        return Layout.page(403, visit, Text.NOT_OURS, Layout.p(visit.say(Text.NOT_OURS_LONG)));
    }

    static Reply signedIn(Reply reply, String secret) {
        return reply.with("Set-Cookie", COOKIE + "=" + secret + ATTRIBUTES);
    }

    static Reply signedOut(Reply reply) { return reply.with("Set-Cookie", COOKIE + "=" + ATTRIBUTES + "; Max-Age=0"); }

    /** Ends all sessions. */
    @Override public void close() { sessions.close(); }
}
