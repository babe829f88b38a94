/** Subjects of systems that ask every unknown sender to confirm that a person wrote. */
export const CHALLENGE_SUBJECT =
  /\((?:sender )?verification(?: required)?\)|\[(?:boxbe|automatic message from [^\]]{1,40})\]|\bspam ?(?:arrest|blocker)\b|^antispam\b|\b(?:please |must )?(?:confirm|verify|validate) your (?:message|e-?mail|mail|identity)\b|^(?:confirme|valide[zn]?|bestätigen sie|bevestig) (?:su|sua|votre|ihre|uw) (?:mensaje|mensagem|message|nachricht|e-?mail|bericht)\b/i;
/** The same in the text. A person hardly writes so, but may: it makes a message unclear, no more. */
export const CHALLENGE_TEXT =
  /(?:prove|verify|confirm|show) (?:to (?:us|me) )?(?:that )?you(?:'re| are) (?:a |not a )?(?:human|real person|person|robot|spammer)|click (?:on )?(?:the )?(?:link|here|button)[^.]{0,40} to (?:verify|confirm|release|deliver|complete|validate)[^.]{0,30} (?:message|e-?mail|mail)|this (?:confirmation|verification) is (?:only )?needed (?:only )?once/i;
