package sigillo.oauth;

import java.util.List;

/** A program that may ask: RFC 6749 section 2, a public one. {@code name}: for people, as it says itself. */
public record Client(String id, String name, List<RedirectUri> redirects) {
    /** Longer ones name nobody: those that we give are below 1,000. */
    static final int ID_CHARACTERS_MAX = 1_500;

    public Client { redirects = List.copyOf(redirects); }

    boolean mayBeSentTo(RedirectUri said) { return redirects.stream().anyMatch(one -> one.fits(said)); }
}
