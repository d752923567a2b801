"""Rules to begin with: what most shops need to say. A draft starts from them, and the business makes them its own."""

from django.utils.translation import gettext_lazy as _

from regulars.base.policy.enums import Section

STARTER = {
    Section.COLLECTING: _(
        "We ask only for what we need, and we say what for. We never take data that a customer did not give us or"
        " that we have no right to use.\n\n"
        "Where a use needs consent, we ask for it in plain words, separately for each use, and a box is never ticked"
        " beforehand. No is an answer like any other.\n\n"
        "We do not write down health, religion, political views or the like, unless a customer asked us to and our"
        " owner agreed."
    ),
    Section.USING: _(
        "We look up a customer when our work for them asks for it, and not out of curiosity. Each look is written"
        " down.\n\n"
        "Data that was given for one purpose is not used for another. Whoever said no to messages gets none.\n\n"
        "We write notes that the customer could read without being hurt: facts about our business with them, and no"
        " opinions about the person."
    ),
    Section.SHARING: _(
        "Customer data stays in this database. We do not copy it into private phones, chats or personal mail.\n\n"
        "Lists are exported only by those who may, for a stated reason, and are deleted when the work is done.\n\n"
        "Nobody outside the business gets customer data, unless there is a contract or a law that says so and our"
        " owner knows about it."
    ),
    Section.KEEPING: _(
        "We correct what is wrong as soon as we see it.\n\n"
        "What nobody needs any more is erased. When customers ask what we know about them, or ask us to correct or"
        " erase it, we pass it on the same day to whoever is responsible, and answer within the time that the law"
        " gives us."
    ),
    Section.PROBLEMS: _(
        "Whoever loses a device, sends something to the wrong person, or sees anything odd says so at once. Nobody is"
        " blamed for telling.\n\n"
        "The owner decides whether customers and the authority must be told; some laws allow no more than 72 hours."
    ),
}
