package sigillo.pushing;

import java.util.Map;
import sigillo.https.HttpsClient;

/** How a push service is asked. Blocks. Any thread. */
public interface Transport {
    HttpsClient.Sent send(PushUrl to, Map<String, String> fields, byte[] body);

    /** By HTTPS, to addresses that the client's settings allow. */
    static Transport of(HttpsClient client) {
        return (to, fields, body) -> client.send(to.host(), to.port(), to.path(), fields, body, PushLimits.REQUEST_MAX);
    }
}
