/* What the desk calls things that the server names by ids. */

const REASONS = {
  human: "Asked for a person", complaint: "Complaint", offer_person: "Accepted the offer of a person", crisis: "May be in distress",
  return_order: "Wants to return something", exchange_order: "Wants an exchange", refund_status: "Asks about a refund",
  change_address: "Wants another address", change_order: "Wants to change an order", cancel_order: "Wants to cancel an order",
  unsubscribe: "Wants no more e-mails", delete_data: "Wants their data deleted", coupon_problem: "A coupon does not work",
  order_status: "Asks about an order", answer: "A question without an answer", article: "An article did not help", clarify: "Could not be understood",
  identify_known: "Could not show whose order it is", identify_verified: "Could not confirm who they are", product_question: "Asks about a product",
  bot_challenge: "Asked whether a bot answers", feedback: "Feedback",
};
const LEVELS = { 0: ["guest", "Guest"], 1: ["known", "Known order"], 2: ["verified", "Verified"], guest: ["guest", "Guest"], known: ["known", "Known order"], verified: ["verified", "Verified"] };
const OWNERS = { bot: "With the bot", queue: "Waiting", agent: "With an agent" };

/** Why a person was asked for, in words; an id that is not known is shown with spaces. */
export function reasonOf({ reason }) {
  if (!reason) return "";
  const plain = String(reason).replace(/_/g, " ");
  return Object.hasOwn(REASONS, reason) ? REASONS[reason] : plain[0].toUpperCase() + plain.slice(1);
}

export const isComplaint = ({ reason }) => reason === "complaint" || reason === "crisis";

/** How well the shopper is known: [class, words]. */
export const levelOf = ({ level }) => LEVELS[level] || LEVELS.guest;

export const ownerOf = ({ owner, status }) => (status === "resolved" ? "Resolved" : OWNERS[owner] || owner || "");

/** An agent's name as it is shown to people: "Sam" of "sam". */
export const capital = (name) => (name ? name[0].toUpperCase() + name.slice(1) : "");

const WHY = {
  clarified: "Asked which of two was meant", unclear: "Did not understand", gap: "Found no answer", asked_which: "Asked which article was meant",
  out_of_scope: "Took it for off-topic", unsure: "Was not sure", sure: "Was sure",
};
const ENDED = { person: "A person was asked for", disliked: "Thumb down", chosen: "A choice was made" };
const named = (words, name) => (Object.hasOwn(words, name) ? words[name] : String(name || "").replace(/_/g, " "));

const BAND = { abstain: "Found no answer", clarify: "Asked which, nothing chosen", disliked: "Thumb down", verbatim: "Approved text", generate: "Written and checked", other_language: "Another language" };

/** How the bot ended with a question. */
export const bandOf = (band) => named(BAND, band);

/** Why a message counts as unclear, and how it ended. */
export const whyOf = ({ why }) => named(WHY, why);
export const endedOf = ({ ended }) => named(ENDED, ended);

/** An intent's name as words: "Cancel order". */
export const whatOf = (intent) => capital(String(intent).replace(/_/g, " "));
