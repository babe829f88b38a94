import { describe, expect, it } from "vitest";
import { hashtagsIn, mentionsIn } from "../../src/core/text/hashtags.js";

describe("hashtags of a caption", () => {
  it.each<[string, string, string[]]>([
    ["come in order, lower case, each once", "#Sun and #Sea and #SUN", ["sun", "sea"]],
    ["may be glued to each other and to a word", "Sommer#a#b", ["a", "b"]],
    ["hold letters of every script", "#München #привет #東京 #사랑", ["münchen", "привет", "東京", "사랑"]],
    ["hold combining marks", "#हिन्दी #cafe\u0301", ["हिन्दी", "café"]],
    ["hold the joiners of Persian words", "#می\u200cخواهم", ["می\u200cخواهم"]],
    ["hold digits and underscores", "#summer_2024 #2024goals", ["summer_2024", "2024goals"]],
    ["may begin with a full-width sign", "＃海", ["海"]],
    ["end before punctuation and emoji", "#sun! (#sea) #love❤️ #ice-cream", ["sun", "sea", "love", "ice"]],
    ["need a letter", "We are #1 #2024 #_ # ## 1️⃣", []],
    ["are not fragments of a URL", "https://example.com/page#part example.com/#top", []],
    ["are not HTML entities", "&#64; &#x2764;", []],
    ["may be missing", "nothing here", []],
  ])("%s", (_, caption, tags) => expect(hashtagsIn(caption)).toEqual(tags));
});

describe("mentions of a caption", () => {
  it.each<[string, string, string[]]>([
    ["come in order, lower case, each once", "@Jane with @tom_b and @JANE", ["jane", "tom_b"]],
    ["do not hold the dot of the sentence", "Thanks @jane. And @tom...", ["jane", "tom"]],
    ["hold dots and underscores inside", "@jane.doe_ @_tom", ["jane.doe_", "_tom"]],
    [
      "may follow punctuation and words of other scripts",
      "(@jane) 📸:@tom 摄影@ann w/@bob",
      ["jane", "tom", "ann", "bob"],
    ],
    ["may begin with a full-width sign", "＠jane", ["jane"]],
    ["end before 's", "@jane's party", ["jane"]],
    ["are not e-mails", "mail jane@example.com or jörg@example.com", []],
    ["are not parts of a URL", "https://www.youtube.com/@jane tiktok.com/@tom", []],
    ["are valid usernames only", `@${"a".repeat(31)} @. @ @müller`, []],
  ])("%s", (_, caption, names) => expect(mentionsIn(caption)).toEqual(names));
});
