package sigillo.web;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sigillo.base.NetworkTries;
import sigillo.http.Admission;
import sigillo.http.Reply;

/**
 * The same as the pages, for programs: docs/web.md. A session is in the same cookie; who has one shows its token in the
 * field {@value #TOKEN} with everything that changes something.
 */
final class Api {
    static final String TOKEN = "sigillo-token";
    static final String PATH = "/api/";
    /** For who is not signed in. */
    private static final Set<String> OPEN = Set.of("POST /api/sign-in", "POST /api/sign-in/parameters",
        "POST " + ApiPasskeys.BEGIN, "POST " + ApiPasskeys.SHOW,
        "POST /api/sign-in/stretched", "POST /api/sign-in/code", "POST /api/recover", "POST /api/recover/vault", "POST /api/password/parameters", "POST /api/invitation", "POST /api/invitation/accept");
    /** While the kit is to be confirmed. What a reset has locked is opened before or after, as its owner likes. */
    private static final Set<String> BEFORE_KIT = Set.of("GET /api/session", "POST /api/sign-out", "POST /api/kit",
        "POST /api/kit/confirm", "POST /api/locked", "GET /api/vault", "POST /api/vault/slots");

    /** Which take octets as their body too. */
    private static final Set<String> RAW = Set.of("PUT /api/openpgp/certificate");
    private static final String RAW_TYPE = "application/octet-stream";

    private final Map<String, Call> calls = new HashMap<>();

    /** {@code look}: for who looks after the server, where there is one. */
    Api(House house, Sessions sessions, LevelChange level, NetworkTries tries, Optional<Looking> look) {
        var signedIn = new ApiSessions(house, sessions, account -> look.filter(one -> one.seat().isFor(account)).isPresent());
        signedIn.addTo(calls);
        new ApiPasskeys(house, signedIn).addTo(calls);
        new ApiInvitation(house, signedIn, WebLimits.tries(house.clock())).addTo(calls);
        new ApiAccount(house, sessions, tries).addTo(calls);
        new ApiGrants(house).addTo(calls);
        new ApiMasked(house).addTo(calls);
        new ApiRefused(house).addTo(calls);
        new ApiFilter(house).addTo(calls);
        new ApiFactor(house).addTo(calls);
        new ApiLevel(house, level).addTo(calls);
        ApiQr.addTo(calls);
        new ApiBrowserKey(house).addTo(calls);
        new ApiVault(house).addTo(calls);
        new ApiClientTexts(house).addTo(calls);
        new ApiOpenPgp(house).addTo(calls);
        new ApiLedger(house).addTo(calls);
        look.ifPresent(one -> one.addTo(house, calls));
    }

    Reply answer(Visit visit) {
        var asked = visit.asked();
        var name = called(asked.method().name()) + " " + asked.path();
        var call = calls.get(name);
        if (call == null && methods(asked.path()).isEmpty()) return Json.error(404, "notFound");
        if (call == null) return Json.error(405, "notFound").with("Allow", methods(asked.path()));
        var refused = refused(visit, name);
        if (refused.isPresent()) return refused.get();
        if (RAW.contains(name) && asked.hasType(RAW_TYPE)) return call.answer(visit, Json.object());
        return Json.parse(asked.body()).map(with -> call.answer(visit, with))
            .orElseGet(() -> Json.error(400, "notJson"));
    }

    /** For who is not signed in. */
    Admission admit(Visit visit) {
        boolean isOpen = OPEN.contains(visit.asked().method().name() + " " + visit.asked().path());
        return isOpen ? new Admission.Stranger() : new Admission.Away(answer(visit));
    }

    /** What may be done at {@code path}; nothing where there is nothing. */
    String methods(String path) {
        return Stream.of("GET", "HEAD", "POST", "PUT", "DELETE")
            .filter(method -> calls.containsKey(called(method) + " " + path))
            .collect(Collectors.joining(", "));
    }

    private static String called(String method) { return method.equals("HEAD") ? "GET" : method; }

    private static Optional<Reply> refused(Visit visit, String name) {
        var asked = visit.asked();
        boolean isOpen = OPEN.contains(name);
        if (visit.session().isEmpty() && !isOpen) return Optional.of(Json.error(401, "notSignedIn"));
        boolean isJson = asked.body().length == 0 || asked.hasType("application/json") || RAW.contains(name) && asked.hasType(RAW_TYPE);
        if (!isJson) return Optional.of(Json.error(415, "notJson"));
        boolean hasToken = isOpen || asked.isRead() || visit.mine().isFormToken(asked.header(TOKEN).orElse(""));
        if (!asked.isRead() && !asked.isOurs() || !hasToken) return Optional.of(Json.error(403, "notOurs"));
        boolean isKitFirst = !isOpen && visit.mine().isKitToConfirm() && !BEFORE_KIT.contains(name);
        return isKitFirst ? Optional.of(Json.error(403, "kitFirst")) : Optional.empty();
    }

    /** How a sentence of the pages is called here. */
    static Reply error(Text why) {
        return switch (why) {
            case PASSWORD_WRONG -> Json.error(403, "passwordWrong");
            case PASSWORD_UNSAID -> Json.error(403, "passwordUnsaid");
            case CODE_WRONG -> Json.error(403, "codeWrong");
            case SLOWED_A_WHILE -> Json.error(429, "slowed");
            case LEVEL_1_FIRST -> Json.error(409, "levelOneFirst");
            case KIT_FIRST -> Json.error(409, "kitFirst");
            case VAULT_FIRST -> Json.error(409, "vaultFirst");
            case CERTIFICATE_FIRST -> Json.error(409, "certificateFirst");
            case LEVEL_FIXED -> Json.error(403, "levelFixed");
            case PASSWORD_SHORT -> Json.error(400, "passwordShort");
            case PASSWORD_UNFIT, PASSWORDS_DIFFER -> Json.error(400, "passwordUnfit");
            default -> Json.error(409, "notDone");
        };
    }
}
