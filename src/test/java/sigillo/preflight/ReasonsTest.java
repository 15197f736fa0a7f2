package sigillo.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What registries and authorities did not do is said in Italian; words of their own stay as they are. */
class ReasonsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "data.iana.org has no address | data.iana.org non ha un indirizzo",
        "rdap.example answers with status 503 | rdap.example risponde con lo stato 503",
        "no registry of example answers by RDAP | nessun registro di example risponde con RDAP",
        "the authority asked to wait: the authority refuses: busy | l'autorità chiede di aspettare: l'autorità rifiuta: busy",
        "the authority ca.example cannot be reached: Connection refused | l'autorità ca.example non è raggiungibile: connessione rifiutata",
        "what nobody has said before $1 | what nobody has said before $1"})
    void isInItalian(String english, String italian) {
        assertEquals(new Words(english, italian), Reasons.of(english));
    }

    /** A name may be what another place in a sentence is for. */
    @Test void whatIsFilledInIsNotFilledAgain() {
        assertEquals("l'autorità rifiuta: $1 $2", Reasons.of("the authority refuses: $1 $2").italian());
        assertEquals("$2 risponde con lo stato 503", Reasons.of("$2 answers with status 503").italian());
    }
}
