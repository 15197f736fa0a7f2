package sigillo.preflight;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a registry or an authority did not give what was asked, in both languages. The sentences are those of
 * {@code rdap} and {@code certificates}; what the other side says in words of its own stays as it is. Total.
 */
public final class Reasons {
    /** Of reasons in reasons; what others say may look like one without end. */
    private static final int DEPTH_MAX = 3;
    private static final Pattern PLACE = Pattern.compile("\\$(\\d)");

    private record Said(Pattern english, String italian) {
        static Said of(String english, String italian) {
            return new Said(Pattern.compile(english, Pattern.DOTALL), italian);
        }

        Optional<String> italian(String why, int depth) {
            var matcher = english.matcher(why);
            return matcher.matches() ? Optional.of(filled(matcher, depth)) : Optional.empty();
        }

        /** The last group may be a reason, too. */
        private String filled(Matcher matcher, int depth) {
            return PLACE.matcher(italian).replaceAll(place ->
                Matcher.quoteReplacement(Reasons.italian(matcher.group(Integer.parseInt(place.group(1))), depth + 1)));
        }
    }

    private static final List<Said> SAID = List.of(
        Said.of("(\\S+) has no address", "$1 non ha un indirizzo"),
        Said.of("(\\S+) has no address that may be called", "$1 non ha un indirizzo che si possa chiamare"),
        Said.of("(\\S+) answers with status (\\d+)", "$1 risponde con lo stato $2"),
        Said.of("(\\S+) was not asked in the time that there was", "non c'è stato il tempo di chiedere a $1"),
        Said.of("(\\S+) leads from one address to the next", "$1 rimanda da un indirizzo all'altro"),
        Said.of("(\\S+) answers otherwise than RFC 9083 says", "$1 non risponde come vuole la RFC 9083"),
        Said.of("(\\S+) has no list of registries", "$1 non ha un elenco dei registri"),
        Said.of("(\\S+) says what is no list of registries", "ciò che dice $1 non è un elenco dei registri"),
        Said.of("no registry of (\\S+) answers by RDAP", "nessun registro di $1 risponde con RDAP"),
        Said.of("the authority asked to wait: (.*)", "l'autorità chiede di aspettare: $1"),
        Said.of("the authority (\\S+) cannot be reached: (.*)", "l'autorità $1 non è raggiungibile: $2"),
        Said.of("the authority says that it was asked too often: (.*)",
            "l'autorità dice di aver ricevuto troppe richieste: $1"),
        Said.of("the authority wants its terms to be agreed to first: (.*)",
            "l'autorità vuole che prima se ne accettino le condizioni: $1"),
        Said.of("the authority refuses: (.*)", "l'autorità rifiuta: $1"),
        Said.of("the authority's own certificate is not of this time: the clock of this server may be wrong \\((.*)\\)",
            "il certificato dell'autorità stessa non è di questo momento: l'orologio di questo server può essere sbagliato ($1)"),
        Said.of("the authority gave no certificate", "l'autorità non ha dato alcun certificato"),
        Said.of("names could not be proven: (.*)", "non si è potuto dimostrare che questi nomi sono di questo server: $1"),
        Said.of("some names could not be proven", "non si è potuto dimostrare che alcuni nomi sono di questo server"),
        Said.of("Connection refused", "connessione rifiutata"));

    private Reasons() {}

    public static Words of(String why) { return new Words(why, italian(why, 0)); }

    /** As it is where it is none of ours. */
    private static String italian(String why, int depth) {
        if (depth > DEPTH_MAX) return why;
        return SAID.stream().flatMap(one -> one.italian(why, depth).stream()).findFirst().orElse(why);
    }
}
