package sigillo.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.base.AwsSignature;

/** The examples of Amazon's own description of the signature of S3, and what is read of the answers. */
class S3SignatureTest {
    private static final AwsSignature EXAMPLE = new AwsSignature("AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1", "s3");
    private static final Instant AT = Instant.parse("2013-05-24T00:00:00Z");
    private static final String BUCKET = "https://examplebucket.s3.amazonaws.com/";

    private static String signature(String method, String path, Map<String, String> query, Map<String, String> more,
            String content) {
        var headers = EXAMPLE.headers(method, URI.create(BUCKET + path), query, more,
            content.getBytes(StandardCharsets.UTF_8), AT);
        return headers.get("authorization").replaceAll(".*Signature=", "");
    }

    @Test void amazonsExamples() {
        assertEquals("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
            signature("GET", "test.txt", Map.of(), Map.of("range", "bytes=0-9"), ""));
        assertEquals("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
            signature("GET", "", Map.of("prefix", "J", "max-keys", "2"), Map.of(), ""));
        assertEquals("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
            signature("PUT", "test%24file.text", Map.of(),
            Map.of("date", "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class", "REDUCED_REDUNDANCY"),
                "Welcome to Amazon S3."));
        assertEquals("access key AKIAIOSFODNN7EXAMPLE", EXAMPLE.toString());
    }

    @Test void answersAreReadAndNothingElse() throws Exception {
        var page = S3Listing.parse("""
            <?xml version="1.0"?><ListBucketResult xmlns="x"><Name>b</Name><Contents><Key>a&amp;b/c</Key><Size>7</Size></Contents>
            <Contents><Key>d</Key><Size> 8 </Size></Contents><NextContinuationToken>1/x=</NextContinuationToken></ListBucketResult>"""
            .getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of(new S3Listing.Entry("a&b/c", 7), new S3Listing.Entry("d", 8)), page.entries());
        assertEquals(Optional.of("1/x="), page.next());
        assertEquals(Optional.of("NoSuchKey"),
            S3Listing.parse("<Error><Code>NoSuchKey</Code></Error>".getBytes(StandardCharsets.UTF_8)).code());
        for (var bad : List.of("", "not xml", "<a><Contents><Key>k</Key><Size>many</Size></Contents></a>", "<a>",
                "<!DOCTYPE a [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><a><Contents><Key>&f;</Key><Size>1</Size></Contents></a>")) {
            var thrown = assertThrows(IOException.class, () -> S3Listing.parse(bad.getBytes(StandardCharsets.UTF_8)),
                bad);
            assertTrue(thrown.getMessage().contains("no listing"), thrown.getMessage());
        }
        var many = "<a>" + "<Contents><Key>k</Key><Size>1</Size></Contents>".repeat(10_001) + "</a>";
        assertThrows(IOException.class, () -> S3Listing.parse(many.getBytes(StandardCharsets.UTF_8)));
    }
}
