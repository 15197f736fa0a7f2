package sigillo.web;

import java.time.Duration;
import sigillo.http.Asked;
import sigillo.http.Reply;

/** In which language somebody reads: as he has chosen in this browser, else as it says by itself. */
final class ChosenLanguage {
    private static final String COOKIE = "__Host-lang";
    private static final Duration KEPT = Duration.ofDays(365);

    private ChosenLanguage() {}

    static Speech of(Asked asked) {
        return new Speech(asked.cookie(COOKIE).flatMap(Language::of)
            .orElseGet(() -> Language.accepted(asked.header("accept-language").orElse(""))));
    }

    /** He has chosen one by the query; {@code path}: the page to read now. */
    static Reply switched(Asked asked, String path) {
        var back = Reply.seeOther(path);
        return Language.of(asked.query().get("lang"))
            .map(language -> back.with("Set-Cookie", COOKIE + "=" + language.tag() + Site.ATTRIBUTES + "; Max-Age=" + KEPT.toSeconds()))
            .orElse(back);
    }
}
