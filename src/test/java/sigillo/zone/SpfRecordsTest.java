package sigillo.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpfRecordsTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        nothing is there           | - | false | v=spf1 mx ~all
        other texts only           | google-site-verification=1 + v=spf10 x | false | v=spf1 mx ~all
        ours, as it is             | v=spf1 mx -all | true | v=spf1 mx -all
        named otherwise            | v=spf1 ip4:192.0.2.1 -all | true | v=spf1 ip4:192.0.2.1 -all
        of another provider        | v=spf1 include:spf.example.net ~all | false | v=spf1 mx include:spf.example.net ~all
        without an end             | v=spf1 a | false | v=spf1 mx a ~all
        nobody sends               | v=spf1 -all | false | v=spf1 mx -all
        two, put together          | v=spf1 mx ~all + v=spf1 include:a.example -all | true | v=spf1 mx include:a.example ~all
        two alike                  | v=spf1 mx -all + v=spf1 mx -all | true | v=spf1 mx -all
        redirected                 | v=spf1 redirect=_spf.example.net | false | v=spf1 mx redirect=_spf.example.net
        an explanation stays       | v=spf1 a -all exp=why.example.net | false | v=spf1 mx a -all exp=why.example.net
        in capitals                | V=SPF1 A ~ALL | false | v=spf1 mx A ~ALL
        many blanks                | v=spf1   a   ~all | false | v=spf1 mx a ~all
        mx that does not decide    | v=spf1 ?mx -all | false | v=spf1 mx -all
        """)
    void whatIsThereStays(String why, String texts, boolean namesUs, String merged) {
        var all = texts == null ? Stream.<String>of() : Arrays.stream(texts.split(" \\+ "));
        assertEquals(merged, SpfRecords.merged(all.toList(), namesUs), why);
    }
}
