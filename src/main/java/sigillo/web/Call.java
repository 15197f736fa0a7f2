package sigillo.web;

import sigillo.http.Reply;
import tools.jackson.databind.JsonNode;

/** What is at one method and path of the JSON interface. */
interface Call {
    Reply answer(Visit visit, JsonNode with);
}
